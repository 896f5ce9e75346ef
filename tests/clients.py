"""make clients: two generated clients install, sign in and read every list of the running product.

openapi-python-client makes a Python client, openapi-generator (typescript-fetch) one for TypeScript; both are made of the
document the product answers with, in a directory of their own. It needs PyPI, and for the second client Java and npm,
with the npm registry; what the machine does not have is said and ends with 1, never passed over.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests.fuzz import product, token

GENERATORS = ("openapi-python-client==0.29.1", "openapi-generator-cli==7.26.0")
LISTED = "results"

PYTHON = """
import inspect, json, pkgutil, importlib, sys
import {package}.api as api
from {package} import AuthenticatedClient

base, bearer, wanted = sys.argv[1], sys.argv[2], set(json.loads(sys.argv[3]))
client = AuthenticatedClient(base_url=base, token=bearer, raise_on_unexpected_status=True)
read = set()
for found in pkgutil.walk_packages(api.__path__, api.__name__ + "."):
    if found.ispkg or found.name.rsplit(".", 1)[1] not in wanted:
        continue
    module = importlib.import_module(found.name)
    rows = module.sync(client=client)
    assert isinstance(rows.results, list), found.name
    read.add(found.name.rsplit(".", 1)[1])
assert read == wanted, wanted - read
print(f"openapi-python-client: {{len(read)}} lists read")
"""
SCRIPT = """
const client = require("./dist");
const [base, bearer, lists] = process.argv.slice(2);
const settings = new client.Configuration({ basePath: base, accessToken: `Bearer ${bearer}` });
(async () => {
  const read = [];
  for (const name of JSON.parse(lists)) {
    const api = Object.values(client).find((each) => each?.prototype && name in each.prototype);
    if (!api) throw new Error(`no ${name}`);
    const page = await new api(settings)[name]({});
    if (!Array.isArray(page.results)) throw new Error(name);
    read.push(name);
  }
  console.log(`typescript-fetch: ${read.length} lists read`);
})().catch((wrong) => { console.error(wrong); process.exit(1); });
"""


def lists(document: dict[str, object]) -> list[str]:
    """The operation ids of the lists that need nothing to be named."""
    paths: dict = document["paths"]  # type: ignore[assignment]
    schemas: dict = document["components"]["schemas"]  # type: ignore[index]
    found = []
    for path, operations in paths.items():
        one = operations.get("get")
        if not one or "{" in path or any(each.get("required") for each in one.get("parameters", [])):
            continue
        schema = one["responses"]["200"]["content"].get("application/json", {}).get("schema", {})
        named = schemas.get(schema.get("$ref", "").rsplit("/", 1)[-1], schema)
        if LISTED in named.get("properties", {}):
            found.append(one["operationId"])
    return found


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(each.capitalize() for each in rest)


def run(*command: object, at: Path) -> None:
    subprocess.run([str(each) for each in command], cwd=at, check=True)


def python_client(place: Path, base: str, bearer: str, wanted: list[str]) -> None:
    run(place / "venv/bin/openapi-python-client", "generate", "--path", "openapi.json",
        "--output-path", "python", "--meta", "setup", "--overwrite", at=place)  # fmt: skip
    run(place / "venv/bin/pip", "install", "--quiet", "./python", at=place)
    package = next(each.parent.name for each in (place / "python").glob("*/client.py"))
    (place / "read.py").write_text(PYTHON.format(package=package), encoding="utf-8")
    run(place / "venv/bin/python", "read.py", base, bearer, json.dumps(wanted), at=place)


def typescript_client(place: Path, base: str, bearer: str, wanted: list[str]) -> None:
    run(place / "venv/bin/openapi-generator-cli", "generate", "-i", "openapi.json", "-g", "typescript-fetch",
        "-o", "typescript", "--additional-properties=npmName=client", at=place)  # fmt: skip
    at = place / "typescript"
    run("npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", at=at)
    run("npx", "tsc", at=at)
    (at / "read.js").write_text(SCRIPT, encoding="utf-8")
    run("node", "read.js", base, bearer, json.dumps([camel(each) for each in wanted]), at=at)


def main() -> int:
    missing = [name for name in ("java", "node", "npm") if shutil.which(name) is None]
    with product() as (base, environment), tempfile.TemporaryDirectory() as made:
        place = Path(made)
        bearer = token(base, environment, "reviewer", "DEMO")
        with urlopen(f"{base}/api/v1/schema/") as answer:
            document = json.load(answer)
        wanted = [each for each in lists(document) if may_read(base, bearer, document, each)]
        (place / "openapi.json").write_text(json.dumps(document), encoding="utf-8")
        venv.create(place / "venv", with_pip=True)
        run(place / "venv/bin/pip", "install", "--quiet", *GENERATORS, at=place)
        python_client(place, base, bearer, wanted)
        if missing:
            print(f"typescript-fetch: not tried, this machine has no {', '.join(missing)}", file=sys.stderr)
            return 1
        typescript_client(place, base, bearer, wanted)
    return 0


def may_read(base: str, bearer: str, document: dict, operation: str) -> bool:
    """Whether the role is let in there at all; a list that is not a reviewer's is said and left out."""
    path = next(
        path
        for path, each in document["paths"].items()
        if each.get("get", {}).get("operationId") == operation
    )
    try:
        urlopen(Request(base + path, headers={"Authorization": f"Bearer {bearer}"})).close()
    except HTTPError as refused:
        if refused.code != 403:
            raise
        print(f"{path}: not a reviewer's", file=sys.stderr)
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
