from __future__ import annotations

import json

import pytest

GENERATE = "/v2/photo_avatar/photo/generate"
BODY = {
    "name": "Ada",
    "age": "Young Adult",
    "gender": "Woman",
    "ethnicity": "South East Asian",
    "orientation": "horizontal",
    "pose": "half_body",
    "style": "Realistic",
    "appearance": "A red jacket",
}


@pytest.mark.parametrize("field", list(BODY))
async def test_a_missing_field_is_named(v2, field):
    heygen = v2()
    body = {name: value for name, value in BODY.items() if name != field}
    reply = await heygen.client.post(GENERATE, json=body)
    assert reply.status_code == 400
    assert reply.json() == {
        "data": None,
        "error": {"code": "invalid_parameter", "message": f"{field} is invalid: Field required"},
    }
    assert heygen.state.jobs == []


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        (
            "age",
            "Teenager",
            (
                "Input should be 'Young Adult', 'Early Middle Age', 'Late Middle Age', "
                "'Senior' or 'Unspecified'"
            ),
        ),
        ("gender", "Female", "Input should be 'Woman', 'Man' or 'Unspecified'"),
        (
            "ethnicity",
            "",
            (
                "Input should be 'White', 'Black', 'Asian American', 'East Asian', "
                "'South East Asian', 'South Asian', 'Middle Eastern', 'Pacific', 'Hispanic' or "
                "'Unspecified'"
            ),
        ),
        ("orientation", "portrait", "Input should be 'square', 'horizontal' or 'vertical'"),
        ("pose", ["half_body"], "Input should be 'half_body', 'close_up' or 'full_body'"),
        ("pose", None, "Input should be 'half_body', 'close_up' or 'full_body'"),
        (
            "style",
            "professional",
            (
                "Input should be 'Realistic', 'Pixar', 'Cinematic', 'Vintage', 'Noir', "
                "'Cyberpunk' or 'Unspecified'"
            ),
        ),
        ("name", "", "String should have at least 1 character"),
        ("name", 7, "Input should be a valid string"),
        ("name", None, "Input should be a valid string"),
        ("appearance", " \n", "String should have at least 1 character"),
        ("appearance", "x" * 1001, "String should have at most 1000 characters"),
        ("appearance", "\ud800", "Input should be a valid string"),
        ("callback_url", 7, "Input should be a valid string"),
        ("callback_id", {}, "Input should be a valid string"),
    ],
)
async def test_an_invalid_value_is_answered_with_the_allowed_ones(v2, field, value, problem):
    heygen = v2()
    reply = await heygen.client.post(GENERATE, content=json.dumps(BODY | {field: value}))
    assert reply.status_code == 400
    assert reply.json() == {
        "data": None,
        "error": {"code": "invalid_parameter", "message": f"{field} is invalid: {problem}"},
    }
    assert heygen.state.jobs == []


async def test_only_the_first_problem_is_reported_in_the_order_of_the_fields(v2):
    heygen = v2()
    reply = await heygen.client.post(GENERATE, json={"style": "x", "name": "Ada"})
    assert reply.json()["error"]["message"] == "age is invalid: Field required"


async def test_an_appearance_of_a_thousand_characters_of_any_script_is_accepted(v2):
    heygen = v2()
    await heygen.submit(appearance="é" * 1000, name="x" * 5000)
    assert len(heygen.state.jobs) == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "body is invalid: JSON decode error"),
        (b"{", "body is invalid: JSON decode error"),
        (b"\xff\xfe", "body is invalid: JSON decode error"),
        (b"[" * 100_000, "body is invalid: JSON decode error"),
        (b"[]", "body is invalid: Input should be a valid dictionary"),
        (b"null", "body is invalid: Input should be a valid dictionary"),
    ],
)
async def test_a_body_that_is_not_a_json_object_is_an_invalid_parameter(v2, content, message):
    reply = await v2().client.post(GENERATE, content=content)
    assert reply.status_code == 400
    assert reply.json() == {
        "data": None,
        "error": {"code": "invalid_parameter", "message": message},
    }
