"""The packaged template is valid, and what must never drift has not drifted."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib.adapters.dynamodb.definition import TTL_ATTRIBUTE, table_definition
from chalicelib.adapters.outbound_http import OutboundLimits
from chalicelib.domain.webhook_replay import TURN_LASTS
from chalicelib.entrypoints.workers.mail_events import PATIENCE
from chalicelib.observability import count_at_once
from chalicelib.usecases.deliver_webhook import CLAIMED_FOR
from infra.package import ROOT, Package
from infra.stacks import data_template
from tests.support.packaged import of_type

DATA = data_template()
PROBLEMS = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
STEPS = [
    "DecideNextStep",
    "SendEmail",
    "SendSms",
    "SendLetter",
    "SendFormalNotice",
    "AskForCall",
    "IssueReceipt",
    "IssueDeclaration",
    "CheckDelivery",
    "CheckPromise",
    "CheckInstalment",
    "CheckDeadline",
    "AskForDecision",
    "WarnOfLimitation",
    "SimulateDebtor",
    "NeedsAHuman",
    "AdvanceClock",
]
WORKERS = [
    "FanOut",
    "StartRuns",
    "ArchiveEvents",
    "SpreadFacts",
    "ContinueImports",
    "DeliverWebhooks",
    "RecordMailEvents",
    "Sweep",
    "RetryWebhooks",
]

ROW_WORKERS = ["StartRuns", "ArchiveEvents", "DeliverWebhooks", "SpreadFacts", "ContinueImports"]

# What may be allowed on every resource, because the service knows no narrower one
WITHOUT_RESOURCES = {
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
    "states:SendTaskSuccess",  # a task token is not a resource
}


def statements(properties: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for policy in properties.get("Policies", []):
        yield from policy["PolicyDocument"]["Statement"]


def actions(statement: dict[str, Any]) -> set[str]:
    action = statement["Action"]
    return {action} if isinstance(action, str) else set(action)


def lint(path: Path) -> str:
    command = [sys.executable, "-c", "from cfnlint.runner import main; main()", "-r", "eu-west-3", "-t", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""


def test_the_packaged_template_passes_cfn_lint(packaged: Package) -> None:
    assert lint(packaged.folder / "template.json") == ""


def test_the_data_template_passes_cfn_lint(tmp_path: Path) -> None:
    path = tmp_path / "data.json"
    path.write_text(json.dumps(DATA))
    assert lint(path) == ""


class TestWhatIsKept:
    @pytest.mark.parametrize("name", sorted(DATA["Resources"]))
    def test_every_resource_of_the_data_stack_survives_the_stack(self, name: str) -> None:
        resource = DATA["Resources"][name]
        assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain")

    def test_the_application_keeps_nothing_of_its_own(self, packaged: Package) -> None:
        for kind in ("AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key"):
            assert not of_type(packaged.template, kind)

    def test_the_table_can_be_restored_and_cannot_be_deleted(self) -> None:
        table = DATA["Resources"]["Table"]["Properties"]
        assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
        assert table["DeletionProtectionEnabled"] is True
        assert table["SSESpecification"]["SSEEnabled"] is True
        assert table["StreamSpecification"] == {"StreamViewType": "NEW_IMAGE"}
        assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}

    @pytest.mark.parametrize("index", ["due", "outbox"])
    def test_what_the_sweep_reads_says_nothing_about_people(self, index: str) -> None:
        indexes = DATA["Resources"]["Table"]["Properties"]["GlobalSecondaryIndexes"]
        projections = {each["IndexName"]: each["Projection"]["ProjectionType"] for each in indexes}
        assert projections[index] == "KEYS_ONLY"

    def test_the_archive_is_locked_and_versioned(self) -> None:
        archive = DATA["Resources"]["ArchiveBucket"]["Properties"]
        assert archive["ObjectLockEnabled"] is True
        assert archive["VersioningConfiguration"] == {"Status": "Enabled"}

    def test_the_archive_refuses_a_live_object_without_a_compliance_lock(self) -> None:
        rules = DATA["Resources"]["ArchiveBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
        rule = next(rule for rule in rules if rule["Sid"] == "LiveObjectsAreLocked")
        assert (rule["Effect"], rule["Principal"], rule["Action"]) == ("Deny", "*", "s3:PutObject")
        assert rule["Resource"] == {"Fn::Sub": "${ArchiveBucket.Arn}/live/*"}
        assert rule["Condition"] == {"StringNotEquals": {"s3:object-lock-mode": "COMPLIANCE"}}

    def test_only_test_mode_is_forgotten_from_the_archive(self) -> None:
        rules = DATA["Resources"]["ArchiveBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
        expiring = {rule["Prefix"]: rule["ExpirationInDays"] for rule in rules if "ExpirationInDays" in rule}
        assert expiring == {"test/": 30}

    def test_nothing_of_test_mode_is_kept_as_an_older_version(self) -> None:
        rules = DATA["Resources"]["ArchiveBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
        (rule,) = [rule for rule in rules if rule.get("Prefix") == "test/"]
        assert rule["Status"] == "Enabled"
        assert rule["NoncurrentVersionExpiration"]["NoncurrentDays"] <= 30

    def test_files_that_pass_through_are_forgotten(self) -> None:
        rules = DATA["Resources"]["FilesBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
        expiring = {rule["Prefix"]: rule["ExpirationInDays"] for rule in rules if "ExpirationInDays" in rule}
        assert expiring == {"uploads/": 1, "downloads/": 1, "test-outbox/": 30, "imports/": 30, "postal/": 90}

    @pytest.mark.parametrize("name", ["ArchiveBucket", "FilesBucket"])
    def test_a_bucket_is_private_encrypted_and_reached_over_tls_only(self, name: str) -> None:
        bucket = DATA["Resources"][name]["Properties"]
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
        assert bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        rules = DATA["Resources"][f"{name}Policy"]["Properties"]["PolicyDocument"]["Statement"]
        tls = next(rule for rule in rules if rule["Sid"] == "OnlyOverTls")
        assert (tls["Effect"], tls["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})

    def test_packs_are_signed_by_an_asymmetric_key_and_data_keys_rotate(self) -> None:
        resources = DATA["Resources"]
        assert resources["SigningKey"]["Properties"]["KeyUsage"] == "SIGN_VERIFY"
        assert resources["SigningKey"]["Properties"]["KeySpec"] == "RSA_3072"
        assert resources["DataKey"]["Properties"]["EnableKeyRotation"] is True


class TestWhatIsAllowed:
    def test_every_function_has_a_role_of_its_own(self, packaged: Package) -> None:
        functions = of_type(packaged.template, "AWS::Serverless::Function")
        roles = {name: properties["Role"]["Fn::GetAtt"][0] for name, properties in functions.items()}
        assert roles == {name: f"{name}Role" for name in STEPS + WORKERS} | {"APIHandler": "ApiHandlerRole"}

    def test_no_role_is_empty(self, packaged: Package) -> None:
        roles = of_type(packaged.template, "AWS::IAM::Role")
        assert not [name for name, properties in roles.items() if not list(statements(properties))]

    def test_every_resource_is_allowed_only_where_the_service_knows_no_narrower_one(self, packaged: Package) -> None:
        for name, properties in of_type(packaged.template, "AWS::IAM::Role").items():
            for statement in statements(properties):
                if statement.get("Resource") == "*":
                    assert actions(statement) <= WITHOUT_RESOURCES, name

    def test_no_role_allows_whole_services(self, packaged: Package) -> None:
        for name, properties in of_type(packaged.template, "AWS::IAM::Role").items():
            assert not [a for s in statements(properties) for a in actions(s) if "*" in a], name

    def test_only_an_sms_is_published_outside_the_topics(self, packaged: Package) -> None:
        excluding = {
            name: actions(statement)
            for name, properties in of_type(packaged.template, "AWS::IAM::Role").items()
            for statement in statements(properties)
            if "NotResource" in statement
        }
        assert excluding == {"SendSmsRole": {"sns:Publish"}, "ApiHandlerRole": {"sns:Publish"}}

    @pytest.mark.parametrize(
        "forbidden",
        ["dynamodb:Scan", "s3:DeleteObjectVersion", "s3:BypassGovernanceRetention", "kms:ScheduleKeyDeletion"],
    )
    def test_no_function_may(self, packaged: Package, forbidden: str) -> None:
        for name, properties in of_type(packaged.template, "AWS::IAM::Role").items():
            assert forbidden not in {a for s in statements(properties) for a in actions(s)}, name

    @pytest.mark.parametrize(
        "only_the_api",
        ["kms:Encrypt", "kms:Sign", "s3:DeleteObject"],
    )
    def test_only_the_api_may(self, packaged: Package, only_the_api: str) -> None:
        allowed = {
            name
            for name, properties in of_type(packaged.template, "AWS::IAM::Role").items()
            if only_the_api in {a for s in statements(properties) for a in actions(s)}
        }
        assert allowed == {"ApiHandlerRole"}

    def test_only_who_records_new_debtors_may_make_their_keys(self, packaged: Package) -> None:
        """The API, and the worker that opens the cases of an import."""
        allowed = {
            name
            for name, properties in of_type(packaged.template, "AWS::IAM::Role").items()
            if "kms:GenerateDataKeyWithoutPlaintext" in {a for s in statements(properties) for a in actions(s)}
        }
        assert allowed == {"ApiHandlerRole", "ContinueImportsRole"}

    def test_an_import_reads_what_was_sent_and_writes_no_file(self, packaged: Package) -> None:
        """R-142: uploads and sealed imports of the files' bucket, and nothing else of it."""
        role = of_type(packaged.template, "AWS::IAM::Role")["ContinueImportsRole"]
        files = [s for s in statements(role) if "FilesBucket" in json.dumps(s) and actions(s) != {"s3:ListBucket"}]
        assert [set(actions(s)) for s in files] == [{"s3:GetObject"}]
        assert all(place in json.dumps(files) for place in ("/uploads/*", "/imports/*"))

    def test_only_who_works_on_a_sealed_thing_may_open_it(self, packaged: Package) -> None:
        without = {
            name
            for name, properties in of_type(packaged.template, "AWS::IAM::Role").items()
            if "kms:Decrypt" not in {a for s in statements(properties) for a in actions(s)}
        }
        workers = {"FanOut", "StartRuns", "ArchiveEvents", "Sweep", "RetryWebhooks", "AdvanceClock"}
        assert without == {f"{name}Role" for name in (*workers, "CaseStateMachine", "TestClockStateMachine")}

    def test_what_starts_a_test_clock_again_may_start_its_machine(self, packaged: Package) -> None:
        roles = of_type(packaged.template, "AWS::IAM::Role")
        machines = {
            statement["Resource"]["Fn::Sub"].rsplit(":", 1)[-1]
            for statement in statements(roles["StartRunsRole"])
            if "states:StartExecution" in actions(statement)
        }
        assert machines == {"amiable-${Stage}-case", "amiable-${Stage}-test-clock"}

    def test_only_sending_steps_may_send_and_the_page_its_codes(self, packaged: Package) -> None:
        """A one-time code leaves while the person at the debtor's page waits for it (R-127)."""
        sending = {
            name
            for name, properties in of_type(packaged.template, "AWS::IAM::Role").items()
            if {"ses:SendRawEmail", "sns:Publish"} & {a for s in statements(properties) for a in actions(s)}
        }
        assert sending == {"SendEmailRole", "SendSmsRole", "ApiHandlerRole"}

    def test_every_sending_step_may_write_to_the_test_outbox_and_look_it_up(self, packaged: Package) -> None:
        """On AWS test mode never delivers: it writes what it would have sent to the files bucket (R-132)."""
        roles = of_type(packaged.template, "AWS::IAM::Role")
        for step in ("SendEmail", "SendSms", "SendLetter", "SendFormalNotice", "CheckDelivery"):
            in_files = {
                action
                for statement in statements(roles[f"{step}Role"])
                if "FilesBucket" in str(statement.get("Resource"))
                for action in actions(statement)
            }
            assert {"s3:PutObject", "s3:GetObject", "s3:ListBucket"} <= in_files, step


class TestWhatCarriesOn:
    @pytest.mark.parametrize(("queue", "times"), [("Runs", 5), ("Archive", 5), ("Webhooks", 5), ("MailEvents", 240)])
    def test_a_queue_gives_up_into_a_dead_letter_queue_that_rings(
        self, packaged: Package, queue: str, times: int
    ) -> None:
        queues = of_type(packaged.template, "AWS::SQS::Queue")
        redrive = queues[f"{queue}Queue"]["RedrivePolicy"]
        assert redrive["deadLetterTargetArn"] == {"Fn::GetAtt": [f"{queue}DeadLetters", "Arn"]}
        assert redrive["maxReceiveCount"] == times
        alarms = of_type(packaged.template, "AWS::CloudWatch::Alarm")
        assert alarms[f"{queue}DeadLettersAlarm"]["AlarmActions"] == [{"Ref": "AlarmTopic"}]
        assert alarms[f"{queue}AgeAlarm"]["MetricName"] == "ApproximateAgeOfOldestMessage"

    def test_only_what_stands_in_the_outbox_is_fanned_out(self, packaged: Package) -> None:
        (stream,) = of_type(packaged.template, "AWS::Serverless::Function")["FanOut"]["Events"].values()
        (pattern,) = stream["Properties"]["FilterCriteria"]["Filters"]
        image = json.loads(pattern["Pattern"])["dynamodb"]["NewImage"]
        indexes = table_definition("any")["GlobalSecondaryIndexes"]
        outbox = next(index for index in indexes if index["IndexName"] == "outbox")
        assert list(image) == [outbox["KeySchema"][0]["AttributeName"]]

    @pytest.mark.parametrize("worker", [*ROW_WORKERS, "RecordMailEvents"])
    def test_one_bad_message_does_not_hold_its_batch(self, packaged: Package, worker: str) -> None:
        functions = of_type(packaged.template, "AWS::Serverless::Function")
        (event,) = functions[worker]["Events"].values()
        assert event["Properties"]["FunctionResponseTypes"] == ["ReportBatchItemFailures"]

    @pytest.mark.parametrize("worker", ROW_WORKERS)
    def test_a_message_stays_hidden_six_times_as_long_as_its_worker_may_run(
        self, packaged: Package, worker: str
    ) -> None:
        function = of_type(packaged.template, "AWS::Serverless::Function")[worker]
        (event,) = function["Events"].values()
        queue = event["Properties"]["Queue"]["Fn::GetAtt"][0]
        hidden = of_type(packaged.template, "AWS::SQS::Queue")[queue]["VisibilityTimeout"]
        assert hidden >= 6 * function["Timeout"]

    def test_no_webhook_waits_behind_the_receiver_of_another(self, packaged: Package) -> None:
        (event,) = of_type(packaged.template, "AWS::Serverless::Function")["DeliverWebhooks"]["Events"].values()
        assert event["Properties"]["BatchSize"] == 1

    @pytest.mark.parametrize("worker", ["DeliverWebhooks", "SpreadFacts", "ContinueImports"])
    def test_what_one_tenant_can_ask_for_without_end_leaves_the_other_functions_room(
        self, packaged: Package, worker: str
    ) -> None:
        """R-134: slow receivers and erasures of test data run for seconds; an account has 1000 executions at once."""
        (event,) = of_type(packaged.template, "AWS::Serverless::Function")[worker]["Events"].values()
        assert event["Properties"]["ScalingConfig"]["MaximumConcurrency"] <= 50

    def test_a_turn_of_a_replay_ends_before_its_function_does(self, packaged: Package) -> None:
        function = of_type(packaged.template, "AWS::Serverless::Function")["DeliverWebhooks"]
        assert TURN_LASTS.total_seconds() + 2 * OutboundLimits().total < function["Timeout"]

    def test_a_batch_of_slow_receivers_ends_before_its_function_and_its_claims_do(self, packaged: Package) -> None:
        function = of_type(packaged.template, "AWS::Serverless::Function")["DeliverWebhooks"]
        (event,) = function["Events"].values()
        assert event["Properties"]["BatchSize"] * OutboundLimits().total < function["Timeout"]
        assert function["Timeout"] < CLAIMED_FOR.total_seconds()

    def test_a_notice_of_the_mail_provider_is_offered_for_two_hours(self, packaged: Package) -> None:
        """A case takes none while its test clock advances, and a long advance must not lose a bounce."""
        function = of_type(packaged.template, "AWS::Serverless::Function")["RecordMailEvents"]
        (event,) = function["Events"].values()
        queue = of_type(packaged.template, "AWS::SQS::Queue")[event["Properties"]["Queue"]["Fn::GetAtt"][0]]
        assert event["Properties"]["BatchSize"] * sum(PATIENCE) < function["Timeout"] <= queue["VisibilityTimeout"]
        assert queue["RedrivePolicy"]["maxReceiveCount"] * queue["VisibilityTimeout"] >= 7200

    def test_only_the_mail_topic_writes_into_the_queue_of_notices(self, packaged: Package) -> None:
        (policy,) = of_type(packaged.template, "AWS::SQS::QueuePolicy").values()
        (rule,) = policy["PolicyDocument"]["Statement"]
        assert policy["Queues"] == [{"Ref": "MailEventsQueue"}, {"Ref": "MailEventsDeadLetters"}]
        assert (rule["Effect"], rule["Principal"], rule["Action"]) == (
            "Allow",
            {"Service": "sns.amazonaws.com"},
            "sqs:SendMessage",
        )
        assert rule["Condition"] == {"ArnEquals": {"aws:SourceArn": {"Ref": "MailEventsTopic"}}}

    def test_notices_reach_their_queue_in_the_envelope_that_the_function_reads(self, packaged: Package) -> None:
        subscriptions = of_type(packaged.template, "AWS::SNS::Subscription")
        (queued,) = [each for each in subscriptions.values() if each["Protocol"] == "sqs"]
        assert queued["TopicArn"] == {"Ref": "MailEventsTopic"}
        assert queued["Endpoint"] == {"Fn::GetAtt": ["MailEventsQueue", "Arn"]}
        assert queued["RawMessageDelivery"] is False
        assert queued["RedrivePolicy"] == {"deadLetterTargetArn": {"Fn::GetAtt": ["MailEventsDeadLetters", "Arn"]}}

    @pytest.mark.parametrize("function", [*STEPS, *WORKERS, "APIHandler"])
    def test_every_function_that_fails_rings(self, packaged: Package, function: str) -> None:
        alarms = of_type(packaged.template, "AWS::CloudWatch::Alarm").values()
        watched = [alarm["Dimensions"] for alarm in alarms if alarm["MetricName"] == "Errors"]
        assert [{"Name": "FunctionName", "Value": {"Ref": function}}] in watched

    def test_an_api_that_limits_requests_without_the_table_rings(
        self, packaged: Package, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """R-130: the alarm watches the very metric, with its dimensions, that the API writes."""
        count_at_once("requests_limited_alone")
        told = json.loads(capsys.readouterr().out)
        (series,) = told["_aws"]["CloudWatchMetrics"]
        alarm = of_type(packaged.template, "AWS::CloudWatch::Alarm")["RequestsLimitedAloneAlarm"]
        assert (alarm["Namespace"], [{"Name": alarm["MetricName"]}]) == (
            series["Namespace"],
            [{"Name": each["Name"]} for each in series["Metrics"]],
        )
        assert alarm["Dimensions"] == [{"Name": name, "Value": told[name]} for name in series["Dimensions"][0]]
        assert (alarm["Threshold"], alarm["AlarmActions"]) == (0, [{"Ref": "AlarmTopic"}])

    @pytest.mark.parametrize("machine", ["CaseStateMachine", "TestClockStateMachine"])
    def test_every_machine_has_its_graph_as_json_with_every_substitution(self, packaged: Package, machine: str) -> None:
        properties = of_type(packaged.template, "AWS::StepFunctions::StateMachine")[machine]
        graph = json.loads(properties["DefinitionString"])
        assert graph["QueryLanguage"] == "JSONata"
        assert properties["StateMachineType"] == "STANDARD"

    def test_the_api_handler_may_run_as_long_as_the_gateway_waits(self, packaged: Package) -> None:
        assert of_type(packaged.template, "AWS::Serverless::Function")["APIHandler"]["Timeout"] == 29

    def test_a_pdf_leaves_the_gateway_as_bytes(self, packaged: Package) -> None:
        """Without it the caller of a statement gets base64."""
        (api,) = of_type(packaged.template, "AWS::Serverless::Api").values()
        assert "application/pdf" in api["DefinitionBody"]["x-amazon-apigateway-binary-media-types"]

    def test_files_of_debtors_pages_pass_the_gateway_as_bytes_both_ways(self, packaged: Package) -> None:
        """R-127: forms with files come as multipart; a browser that follows a link to a PDF accepts HTML first."""
        (api,) = of_type(packaged.template, "AWS::Serverless::Api").values()
        types = api["DefinitionBody"]["x-amazon-apigateway-binary-media-types"]
        assert {"multipart/form-data", "text/html", "image/png", "image/jpeg"} <= set(types)
        assert {"/d/{token}", "/d/{token}/{action}"} <= set(api["DefinitionBody"]["paths"])

    def test_nothing_of_the_gateway_keeps_the_path_of_a_request(self, packaged: Package) -> None:
        """R-127: the path of a debtor's page is its key; traces, access logs and execution logs would hold it."""
        (api,) = of_type(packaged.template, "AWS::Serverless::Api").values()
        assert api["TracingEnabled"] is False
        assert "AccessLogSetting" not in api
        assert not any({"LoggingLevel", "DataTraceEnabled"} & set(each) for each in api["MethodSettings"])

    def test_every_function_knows_where_debtors_pages_are(self, packaged: Package) -> None:
        variables = packaged.template["Globals"]["Function"]["Environment"]["Variables"]
        assert variables["DEBTOR_PAGE_URL"] == {"Ref": "DebtorPageUrl"}
        assert variables["DEBTOR_PAGE_DAYS"] == {"Ref": "DebtorPageDays"}

    def test_the_application_is_asked_for_every_method_of_a_path(self, packaged: Package) -> None:
        """It says 405 and which methods there are; the gateway by itself would deny that there is such a path."""
        (api,) = of_type(packaged.template, "AWS::Serverless::Api").values()
        for path, item in api["DefinitionBody"]["paths"].items():
            assert {"get", "put", "post", "delete", "options", "head", "patch"} <= set(item), path
            assert len({json.dumps(each["x-amazon-apigateway-integration"]) for each in item.values()}) == 1

    def test_what_the_gateway_answers_itself_is_a_problem_with_a_request_id(self, packaged: Package) -> None:
        answers = of_type(packaged.template, "AWS::Serverless::Api")["RestAPI"]["GatewayResponses"]
        expected = {
            "MISSING_AUTHENTICATION_TOKEN": 404,
            "THROTTLED": 429,
            "REQUEST_TOO_LARGE": 413,
            "INTEGRATION_TIMEOUT": 504,
        }
        assert {kind: answers[kind]["StatusCode"] for kind in expected} == expected
        for kind, answer in answers.items():
            headers = answer["ResponseParameters"]["Headers"]
            assert headers["Content-Type"] == "'application/problem+json'", kind
            assert headers["Request-Id"] == "context.requestId", kind
            body = answer["ResponseTemplates"]["application/json"]["Fn::Sub"]
            problem = json.loads(body.replace("$context.error.messageString", '"Bad request"'))
            assert {"type", "title", "code", "detail", "request_id", "retryable"} <= set(problem), kind
            assert problem["type"] == f"${{GatewayBaseUrl}}/problems/{problem['code']}", kind
            assert f"\n## {problem['code']}\n" in PROBLEMS, f"{kind} has no entry in docs/problems.md"


class TestOneTable:
    """The table of the tests is the table of the deployment."""

    def test_both_have_the_same_keys_and_indexes(self) -> None:
        deployed = DATA["Resources"]["Table"]["Properties"]
        tested = table_definition("any")
        for part in ("KeySchema", "GlobalSecondaryIndexes", "BillingMode"):
            assert deployed[part] == tested[part]
        attributes = [part["AttributeDefinitions"] for part in (deployed, tested)]
        assert sorted(attributes[0], key=str) == sorted(attributes[1], key=str)

    def test_both_forget_by_the_same_attribute_and_stream_the_same(self) -> None:
        deployed = DATA["Resources"]["Table"]["Properties"]
        assert deployed["TimeToLiveSpecification"]["AttributeName"] == TTL_ATTRIBUTE
        view = table_definition("any")["StreamSpecification"]["StreamViewType"]
        assert deployed["StreamSpecification"] == {"StreamViewType": view}
