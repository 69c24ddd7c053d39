"""What the fuzzer is told beside the OpenAPI document. Loaded by Schemathesis (SCHEMATHESIS_HOOKS)."""

import json
import os
import random
import re
import zlib

import schemathesis
import yaml

with open(os.environ["FUZZ_FIXTURES"], encoding="utf-8") as file:
    FIXTURES = json.load(file)
# A line for each call: what the summary is made of, and the progress.
CALLS = open(os.environ["FUZZ_CALLS"], "a", encoding="utf-8", buffering=1)  # noqa: SIM115

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
    CALLS.write(f"{described(case)} {response.status_code}\n")


@schemathesis.hook
def after_network_error(context, case, request):
    CALLS.write(f"{described(case)} none\n")
