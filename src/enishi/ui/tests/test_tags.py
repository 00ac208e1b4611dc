"""The template language: texts, states, charts and calls are escaped and complete."""

from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from enishi.kernel import strings
from enishi.ui import draw
from enishi.ui.parts import Block, Chart, Line, Piece, Tick


def drawn(source, **context):
    return Template(source).render(Context(context))


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_values_in_texts_are_escaped():
    """A name that holds markup is shown, not run."""
    html = drawn('{% t "ui.me.label" name=name %}', name="<b>x</b>")
    assert "&lt;b&gt;x&lt;/b&gt;" in html
    assert "<b>" not in html


def test_counts_choose_their_form():
    """One thing needs, two things need."""
    assert drawn('{% t "ui.nav.waiting" count=1 %}') == "needs a person"
    assert drawn('{% t "ui.nav.waiting" count=2 %}') == "need a person"


def test_texts_follow_the_readers_language():
    """The same template speaks Japanese to a Japanese reader."""
    with translation.override("ja"):
        assert drawn('{% t "ui.nav.customers" %}') == "顧客"
    assert drawn('{% t "ui.nav.customers" %}') == "Customers"


def test_a_missing_text_is_an_error():
    """A key without text fails loudly and says where to add it."""
    with pytest.raises(strings.MissingStringError, match="ui/strings"):
        drawn('{% t "ui.nothing.here" %}')


def test_a_state_is_shape_word_and_colour():
    """None of the three carries the meaning alone."""
    html = drawn('{% state "broken" "Down" %}')
    assert "<svg" in html
    assert ">Down</span>" in html
    assert 'data-state="broken"' in html


def test_times_carry_the_exact_moment():
    """Machines and hovering readers get the whole time, in the installation's zone."""
    html = drawn("{% at when %}", when=datetime(2020, 1, 1, 15, 30, tzinfo=UTC))
    assert 'datetime="2020-01-01T15:30:00+00:00"' in html
    assert "Thu 2 Jan 2020 00:30:00" in html


def test_evidence_in_a_call_links_to_its_reason():
    """The mark has an id and its pin leads to the entry of the same number; text is escaped."""
    html = draw.call_text(
        Block("Response", (Line("<", (Piece('{"a": "<x>"}'), Piece("401", "mark", (2, 3)))),)), "e"
    )
    assert '<mark id="em2">401</mark>' in html
    assert 'href="#ek2"' in html
    assert 'id="em3" href="#ek3"' in html
    assert "&lt;x&gt;" in html


def test_labels_of_a_chart_stand_under_their_ticks():
    """Tick and label share one place; the ends turn inwards."""
    html = draw.chart(
        Chart("Held", "summary", (0, 1, 2), (Tick(0, "02:00"), Tick(0.5, "03:00"), Tick(1, "04:00")))
    )
    assert "M320.0 0V72" in html
    assert '<text x="50.00%" y="12" text-anchor="middle">03:00</text>' in html
    assert 'text-anchor="start">02:00' in html
    assert 'text-anchor="end">04:00' in html


def test_a_spark_leaves_out_what_was_not_tried():
    """A gap is no failure: its point is missing, the others stay at their places."""
    html = draw.spark((1.0, None, 0.0))
    assert 'points="0.0,1.0 96.0,23.0"' in html
    assert draw.spark(()) == ""
    assert draw.spark((None,)) == ""
