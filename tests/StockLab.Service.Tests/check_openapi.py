"""Checks the OpenAPI document with FastAPI's model of the specification, and real answers against the document's schemas with jsonschema."""
import json
import sys

import jsonschema
from fastapi.openapi.models import OpenAPI

given = json.load(sys.stdin)
document = given["document"]
OpenAPI.parse_obj(document)


def to_json_schema(node):
    """OpenAPI 3.0's nullable in JSON Schema's own words."""
    if isinstance(node, list):
        return [to_json_schema(item) for item in node]
    if not isinstance(node, dict):
        return node
    node = {key: to_json_schema(value) for key, value in node.items()}
    if node.pop("nullable", False) is True:
        node["type"] = [node["type"], "null"]
    return node


root = to_json_schema(document)
for name, schema in root["components"]["schemas"].items():
    jsonschema.Draft7Validator.check_schema(schema)
for name, schema, value, good in given["values"]:
    validator = jsonschema.Draft7Validator({"$ref": "#/components/schemas/" + schema, "components": root["components"]})
    errors = [error.message for error in validator.iter_errors(value)]
    assert bool(errors) != good, (name, errors)
served = {(method.upper(), path) for path, item in document["paths"].items() for method in item}
assert served == {tuple(route) for route in given["routes"]}, served
