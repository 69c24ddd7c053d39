"""What the fuzzer is told beside the OpenAPI document. Loaded by Schemathesis (SCHEMATHESIS_HOOKS)."""

import json
import os
import random
import re
import sys
import threading
import zlib

import schemathesis
import yaml
from schemathesis.cli import handler
from schemathesis.engine import events

with open(os.environ["FUZZ_FIXTURES"], encoding="utf-8") as file:
    FIXTURES = json.load(file)
# A line for each call: what the summary is made of, and the progress.
CALLS = open(os.environ["FUZZ_CALLS"], "a", encoding="utf-8", buffering=1)  # noqa: SIM115
# A line of JSON for each finding, and for each part of the run that has ended: a run that is cut has said what it found.
REPORT = open(os.environ["FUZZ_REPORT"], "a", encoding="utf-8", buffering=1)  # noqa: SIM115
ROLE = os.environ["FUZZ_ROLE"]

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# Longer waits find nothing that short ones don't.
LONGEST_WAIT_SECONDS = 1
STREAM_SECONDS = 2


def operation_of(case):
    return f"{case.method.upper()} {case.operation.path}"


def described(case):
    """The operation of the document that is tested: methods that it does not have are tried, too."""
    return f"{case.operation.method.upper()} {case.operation.path}"


def in_generated_form(case):
    """Not what links hand from one call to the next: those parameters are of one another."""
    meta = case.meta
    return meta is not None and meta.phase.name.value != "stateful"


def digest(case):
    """Chosen by what was generated, so that a case that is tried again is the same."""
    return zlib.crc32(repr((operation_of(case), case.path_parameters, case.query)).encode("utf-8", "surrogatepass"))


def refers_to_what_is_there(case):
    """Half of the well-formed ids that nothing has become ids of what the run has made before."""
    parameters = case.path_parameters
    known = FIXTURES["paths"].get(operation_of(case))
    if known is None or not parameters or not in_generated_form(case):
        return
    if any(name.endswith("id") and not UUID.fullmatch(str(value)) for name, value in parameters.items()):
        return
    if any(re.search(r"[^\w.-]", str(value)) or str(value) == "" for value in parameters.values()):
        return
    number = digest(case)
    if number % 2 == 0:
        parameters.update({name: value for name, value in known[number // 2 % len(known)].items() if name in parameters})


def spares_what_others_need(case):
    """What the run lives on is neither deleted nor revoked: the call is about something that is not there instead."""
    if operation_of(case) not in FIXTURES["destructive"]:
        return
    for name, value in (case.path_parameters or {}).items():
        if str(value) in FIXTURES["spared"]:
            made_up = random.Random(digest(case)).randbytes(16)
            case.path_parameters[name] = f"{made_up[:4].hex()}-{made_up[4:6].hex()}-4000-8000-{made_up[10:].hex()}"


def waits_a_moment(case):
    wait = (case.query or {}).get("wait") if isinstance(case.query, dict) else None
    if isinstance(wait, str) and re.fullmatch(r"([1-9]|[1-5]\d|60)s", wait):
        case.query["wait"] = f"{LONGEST_WAIT_SECONDS}s"


# Schemathesis would end at a second document, in the thread that does the work, and go on without it.
@schemathesis.deserializer("application/yaml")
def first_document(context, response):
    """Of several the first: the schema is that of each. Requests by hand look at all."""
    return next(yaml.load_all(response.content, Loader=yaml.CSafeLoader), None)


@schemathesis.deserializer("text/csv", "text/html", "text/markdown")
def text_of(context, response):
    return response.content.decode("utf-8")


@schemathesis.hook
def before_call(context, case, kwargs):
    refers_to_what_is_there(case)
    spares_what_others_need(case)
    waits_a_moment(case)
    # Schemathesis reads an event stream until this has passed, then takes what it has read for all of it.
    if case.operation.path.endswith("/events"):
        kwargs["timeout"] = STREAM_SECONDS


@schemathesis.hook
def after_call(context, case, response):
    # What another method got, such as HEAD, is no success of this operation.
    is_other = case.method.upper() != case.operation.method.upper() and response.status_code < 400
    status = f"{case.method.upper()}:{response.status_code}" if is_other else response.status_code
    CALLS.write(f"{described(case)} {status}\n")


@schemathesis.hook
def after_network_error(context, case, request):
    CALLS.write(f"{described(case)} none\n")


SAID = set()
SAYING = threading.Lock()


def report(**line):
    with SAYING:
        REPORT.write(json.dumps({"role": ROLE, "by": "schemathesis", **line}) + "\n")


def say_once(key, text):
    """Shrinking finds the same thing again and again: the first of them is told, the report has all."""
    with SAYING:
        if key in SAID:
            return
        SAID.add(key)
        # One write: that of another thread does not come in between.
        sys.stderr.write(f"  \u2717 {text}\n")
        sys.stderr.flush()


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Keeps all of them; it is the moment at which a check has failed."""
    phase = case.meta.phase.name.value if case.meta is not None else "unknown"
    try:
        request = case.as_curl_command()
    except Exception as error:  # what can't be written down is a finding all the same
        request = f"not to be shown: {error}"
    answer = response.content[:2_000].decode("utf-8", "replace")
    report(
        kind="finding",
        phase=phase,
        operation=described(case),
        title=failure.title,
        message=failure.message,
        request=request[:4_000],
        status=response.status_code,
        answer=answer,
    )
    message = " ".join(failure.message.split())[:600]
    say_once(
        (described(case), failure.title),
        f"{described(case)}, {phase}: {failure.title}: {message}\n    {request[:600]}\n    {response.status_code} {answer[:300]}",
    )
    return True


@handler()
class Progress:
    """What the phases have done, and errors that are no failed check: a request without an answer, a broken schema."""

    def __init__(self, *args, **params):
        self.counts = {}

    def start(self, ctx):
        pass

    def shutdown(self, ctx):
        pass

    def handle_event(self, ctx, event):
        if isinstance(event, events.ScenarioFinished):
            recorder = event.recorder
            checks = sum(len(of) for of in recorder.checks.values())
            counted = self.counts.setdefault(event.phase.value, [0, 0])
            counted[0] += len(recorder.cases)
            counted[1] += checks
            report(
                kind="scenario",
                phase=event.phase.value,
                operation=recorder.label,
                status=event.status.value,
                cases=len(recorder.cases),
                checks=checks,
                seconds=round(event.elapsed_time, 3),
            )
        elif isinstance(event, events.NonFatalError):
            phase = event.phase.value if event.phase is not None else "unknown"
            report(kind="error", phase=phase, operation=event.label, title=event.info.title, message=str(event.info))
            say_once((event.label, event.info.title), f"{event.label}, {phase}: {event.info.title}: {event.info}")
        elif isinstance(event, events.PhaseFinished) and event.phase.name.value in self.counts:
            cases, checks = self.counts[event.phase.name.value]
            sys.stderr.write(f"Schemathesis as {ROLE}, {event.phase.name.value}: {cases} cases, {checks} checks\n")
            sys.stderr.flush()
