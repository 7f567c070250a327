"""Package the application: `chalice package`, merged with infra/app/*.yaml and the state machines, as one template.

Chalice packages a clean copy of the sources, so an unchanged tree gives an unchanged archive. The dependencies
become a layer, cached by the hash of requirements.txt. Without the layer (the local cloud, whose workers run in this
very environment) packaging takes about a second.
"""

from __future__ import annotations

import argparse
import compileall
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from py_compile import PycInvalidationMode

from infra import cloudformation
from infra.browser_bytes import answer_bytes_to_browsers
from infra.cloudformation import Template
from infra.other_methods import answer_other_methods
from infra.site.publish import publish

ROOT = Path(__file__).resolve().parent.parent
CHALICE_STAGE = "app"
_SUBSTITUTION = re.compile(r"\$\{([A-Za-z0-9_]+)}")


class PackagingError(RuntimeError):
    """Chalice could not package the application; the text is what it printed."""


@dataclass(frozen=True)
class Package:
    """A packaged application: the template, and the archives that it names by path."""

    template: Template
    folder: Path

    def archives(self) -> set[Path]:
        """The zip files that the template's functions and layers refer to."""
        found = set()
        for resource in self.template["Resources"].values():
            properties = resource.get("Properties", {})
            for key in ("CodeUri", "ContentUri"):
                if key in properties:
                    found.add(self.folder / properties[key])
        return found


def package(source: Path = ROOT, build: Path = ROOT / ".local" / "build", *, with_layer: bool = True) -> Package:
    """Package the application found in `source` into `build`; raises PackagingError with Chalice's own words."""
    staged = _stage(source, build / "source", with_layer=with_layer)
    merge_file = build / "merge.json"
    merge_file.write_text(json.dumps(_app_fragments(), indent=1), encoding="utf-8")
    folder = build / "package"
    shutil.rmtree(folder, ignore_errors=True)
    _chalice_package(staged, merge_file, folder)
    template = json.loads((folder / "sam.json").read_text(encoding="utf-8"))
    _refuse_unknown(template)
    answer_other_methods(template)
    answer_bytes_to_browsers(template)
    define_machines(template, source / "infra" / "statemachines")
    (folder / "template.json").write_text(json.dumps(template, indent=1), encoding="utf-8")
    return Package(template, folder)


def _stage(source: Path, staged: Path, *, with_layer: bool) -> Path:
    """Copy what belongs to the package; what Chalice cached in an earlier run stays."""
    staged.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(staged / "chalicelib", ignore_errors=True)
    shutil.copytree(source / "chalicelib", staged / "chalicelib", ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
    publish(source, staged / "chalicelib" / "published")
    # Lambda cannot write bytecode beside the code, so it comes along; by hash, since times change in an archive.
    compileall.compile_dir(
        staged / "chalicelib", quiet=2, stripdir=str(staged), invalidation_mode=PycInvalidationMode.UNCHECKED_HASH
    )
    shutil.copy2(source / "app.py", staged / "app.py")
    (staged / ".chalice").mkdir(exist_ok=True)
    for name in ("config.json", "no-policy.json"):
        shutil.copy2(ROOT / ".chalice" / name, staged / ".chalice" / name)
    (staged / "requirements.txt").write_text(_requirements() if with_layer else "", encoding="utf-8")
    for stale in (staged / ".chalice" / "deployments").glob("appcode-*.zip"):
        stale.unlink()
    return staged


def _requirements() -> str:
    """requirements.txt, held to constraints.txt; Chalice keeps a layer by the hash of this text, so both are in it."""
    constraints = ROOT / "constraints.txt"
    digest = hashlib.sha256(constraints.read_bytes()).hexdigest()
    return f"# {digest}\n-c {constraints}\n{(ROOT / 'requirements.txt').read_text(encoding='utf-8')}"


def _app_fragments() -> Template:
    """infra/app/*.yaml as one map; keys that begin with `x-` only hold anchors."""
    merged: Template = {}
    for path in sorted((ROOT / "infra" / "app").glob("*.yaml")):
        fragment = {key: value for key, value in cloudformation.load(path).items() if not key.startswith("x-")}
        merged = cloudformation.merge(merged, fragment)
    return merged


def _chalice_package(staged: Path, merge_file: Path, folder: Path) -> None:
    # Chalice imports the application: it gets an environment of its own, not the caller's settings.
    environment = {
        key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "TMPDIR") or key.startswith("PIP_")
    }
    environment |= {"AWS_DEFAULT_REGION": "eu-west-3", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", "from chalice.cli import main; main()", "package", "--stage", CHALICE_STAGE]
    command += ["--merge-template", str(merge_file), str(folder)]
    done = subprocess.run(command, cwd=staged, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise PackagingError(f"{done.stdout}\n{done.stderr}".strip())
    if "Could not install dependencies" in done.stdout:
        raise PackagingError(done.stdout.strip())


def _refuse_unknown(template: Template) -> None:
    """infra/app refines what Chalice declares; a resource that only infra/app knows must have a type of its own."""
    if unknown := sorted(name for name, resource in template["Resources"].items() if "Type" not in resource):
        raise PackagingError(f"infra/app names what the application does not declare: {', '.join(unknown)}")


def define_machines(template: Template, graphs: Path) -> None:
    """Put each graph into its resource as JSON (`case.asl.yaml` -> CaseStateMachine), with the substitutions it uses.

    JSON because YAML graphs deploy on the local cloud and then fail; raises PackagingError for a substitution that
    infra/app does not supply.
    """
    for path in sorted(graphs.glob("*.asl.yaml")):
        words = path.name.removesuffix(".asl.yaml").split("_")
        resource = "".join(word.capitalize() for word in words) + "StateMachine"
        properties = template["Resources"][resource]["Properties"]
        definition = json.dumps(cloudformation.load(path), ensure_ascii=False)
        used = set(_SUBSTITUTION.findall(definition))
        supplied = properties.get("DefinitionSubstitutions", {})
        if missing := used - set(supplied):
            raise PackagingError(f"{path.name} uses {sorted(missing)}, which infra/app does not supply")
        properties["DefinitionString"] = definition
        properties["DefinitionSubstitutions"] = {name: supplied[name] for name in sorted(used)}


def main() -> None:
    """`python -m infra.package [--without-layer | --graphs FOLDER]`: package, or only write the graphs as JSON."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--without-layer", action="store_true")
    parser.add_argument("--graphs", type=Path, metavar="FOLDER")
    arguments = parser.parse_args()
    if arguments.graphs:
        for path in sorted((ROOT / "infra" / "statemachines").glob("*.asl.yaml")):
            graph = arguments.graphs / f"{path.name.removesuffix('.yaml')}.json"
            graph.write_text(json.dumps(cloudformation.load(path)), encoding="utf-8")
        return
    try:
        made = package(with_layer=not arguments.without_layer)
    except PackagingError as error:
        sys.exit(f"not packaged: {error}")
    print(made.folder / "template.json")


if __name__ == "__main__":
    main()
