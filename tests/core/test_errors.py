"""Refusals: how a sentence gets its numbers and lands beside a field."""

import pytest

from core.errors import NotPermitted, Refusal, RuleBroken

pytestmark = pytest.mark.once  # no database can change its answer


class TooMany(RuleBroken):
    code = "too_many"
    basis = "《条例》第一条"
    sentence = "{name}有{count}人，最多{most}人。"


def test_at_fills_the_numbers_in_and_puts_the_sentence_beside_the_field() -> None:
    refusal = TooMany.at("members", name="一组", count=8, most=7)

    assert isinstance(refusal, TooMany)
    assert refusal.sentence == "一组有8人，最多7人。"
    assert refusal.fields == {"members": "一组有8人，最多7人。"}


def test_at_takes_a_sentence_of_its_own_and_does_not_fill_it_in() -> None:
    refusal = TooMany.at("members", "{count}是什么？")

    assert refusal.fields == {"members": "{count}是什么？"}


def test_a_number_in_the_sentence_may_be_called_field() -> None:
    class Empty(RuleBroken):
        sentence = "{field}没有填。"

    assert Empty.at("name", field="姓名").fields == {"name": "姓名没有填。"}


def test_the_article_stands_in_the_whole_text_and_not_beside_the_field() -> None:
    refusal = TooMany.at("members", name="一组", count=8, most=7)

    assert str(refusal) == "一组有8人，最多7人。《条例》第一条"


def test_beside_moves_a_sentence_to_another_field() -> None:
    refusal = TooMany.at("members", name="一组", count=8, most=7)

    assert refusal.beside("posts.2") is refusal
    assert refusal.fields == {"posts.2": "一组有8人，最多7人。"}


@pytest.mark.parametrize("kind", [Refusal, RuleBroken, NotPermitted])
def test_a_refusal_names_no_field_unless_it_is_told_to(kind: type[Refusal]) -> None:
    assert kind().fields == {}
