"""What a path does with a method it does not have, on the gateway."""

from __future__ import annotations

import copy

from infra.cloudformation import Template

METHODS = ("get", "put", "post", "delete", "options", "head", "patch")


def answer_other_methods(template: Template) -> None:
    """The application answers them: 405 and ``Allow`` (RFC 9110 §15.5.6). The gateway would say 403, as for no path.

    One by one and not as ``x-amazon-apigateway-any-method``, which the local cloud does not read.
    """
    for item in template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]["paths"].values():
        known = next(item[method] for method in METHODS if method in item)
        for method in METHODS:
            if method not in item:
                integration = copy.deepcopy(known["x-amazon-apigateway-integration"])
                item[method] = {"responses": {}, "x-amazon-apigateway-integration": integration}
