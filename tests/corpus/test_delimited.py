"""A stray quotation mark costs its cell at most, and the header is found where it is."""

import time

import pytest

from analysis.corpus.delimited import is_delimited, name_columns, read_delimited
from analysis.corpus.loading import load_corpus, load_log
from analysis.errors import ReadError


def rows_of(text, columns=()):
    refused, notes = [], []
    return [list(row.values()) for row in read_delimited(text, "a.csv", columns, refused.append, notes)]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ('1,"Road "of the century" opens",T', ["1", 'Road "of the century" opens', "T"]),
        ('1,"Road "of the century"","T, t"', ["1", 'Road "of the century"', "T, t"]),
        ('1,"Said "yes", then left",T', ["1", 'Said "yes", then left', "T"]),
        ('1,"A 5" pipe, long",T', ["1", 'A 5" pipe, long', "T"]),
        ('1,A 5" pipe,T', ["1", 'A 5" pipe', "T"]),
        ('1,"Road,T', ["1", '"Road', "T"]),
        ('1,"Belt" and "Road",T', ["1", '"Belt" and "Road"', "T"]),
        (r'1,"Road \"A\", closed",T', ["1", 'Road "A", closed', "T"]),
        ('1,"Road ""A"", closed","""T"" t"', ["1", 'Road "A", closed', '"T" t']),
        ('1,Road,"First "quoted" here.\n\nSecond, too."', ["1", "Road", 'First "quoted" here.\n\nSecond, too.']),
        (
            '1,Road,"We go.\n"Now," he said, "or never".\nEnd."',
            ["1", "Road", 'We go.\n"Now," he said, "or never".\nEnd.'],
        ),
        ('1,Road,"Pipe of 5" wide.\n\nNext, end."', ["1", "Road", 'Pipe of 5" wide.\n\nNext, end.']),
        ('1,Road,"T ""q"".\n""r"" s"', ["1", "Road", 'T "q".\n"r" s']),
        ("1,Road", ["1", "Road", ""]),
        ("1,Road,T,,", ["1", "Road", "T"]),
    ],
)
@pytest.mark.parametrize("after", ["", '2,"Dam, old","One.\nTwo."\n3,E,F\n', "2,D,E\n", '2,"D "e" f",G\n'])
def test_a_mark_out_of_place_costs_its_cell_at_most(row, cells, after):
    others = rows_of(f"id,title,text\n{after}")
    assert rows_of(f"id,title,text\n{row}\n{after}") == [cells, *others]


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\nДата;Заголовок;Текст\n12.03.2024;Мост;Мост, сдан",
        '"sep=\t"\nДата\tЗаголовок\tТекст\n12.03.2024\tМост\tМост, сдан',
        "Отчёт за март, Орда\n\nДата;Заголовок;Текст\n12.03.2024;Мост;Мост, сдан",
        "Выгрузка;;\nВсего: 1;;\nДата;Заголовок;Текст\n12.03.2024;Мост;Мост, сдан",
        'Дата,Заголовок,Текст\n12.03.2024,Мост,"Мост, сдан"\n\nДата,Заголовок,Текст\n',
        "Дата|Заголовок|Текст\n12.03.2024|Мост|Мост, сдан",
    ],
)
def test_the_header_and_the_separator_are_found(text):
    assert rows_of(text) == [["12.03.2024", "Мост", "Мост, сдан"]]


def test_what_stands_before_the_header_is_logged(tmp_path):
    (tmp_path / "a.csv").write_bytes("Отчёт за март\nДата;Текст\n12.03.2024;Мост сдан.\n".encode("cp1251"))
    documents = load_corpus(tmp_path)
    assert documents["text"].tolist() == ["Мост сдан."]
    assert "before the header: Отчёт за март" in load_log(documents)["detail"].tolist()


def test_a_row_with_too_many_cells_is_refused_and_the_others_read(tmp_path):
    (tmp_path / "a.csv").write_text('id,text\n1,"A\nB"\n2,C, d, e\n3,F\n', encoding="utf-8")
    with pytest.raises(ReadError, match=r"a\.csv, line 4: 4 cells, and the header has 2\. Put a text with ','"):
        load_corpus(tmp_path)
    assert load_corpus(tmp_path, on_error="skip")["text"].tolist() == ["A\nB", "F"]


def test_a_text_file_is_a_table_only_with_a_header_of_known_names_and_a_like_row():
    assert is_delimited(b"Date\tTitle\tText\n12.03.2024\tRoad\tIt opens.\n")
    assert is_delimited("Дата\tЗаголовок\tТекст\n12.03.2024\tМост\tСдан.\n".encode("utf-16"))
    assert is_delimited(b'id,title,text\n1,"Road, long","It opens, ' + b"at last, " * 400)
    for text in (
        b"Title, text\n\nIt opens.",
        b"Title\n\nText",
        b"Date, place\nOsh, May",
        b"id,title,text\n",
        b"A, b\0",
    ):
        assert not is_delimited(text)


def test_names_are_made_unique():
    assert name_columns(["text", "", "text "]) == ["text", "column 2", "text.2"]
    assert name_columns(["a", "b", "a", "a.2", "a"]) == ["a", "b", "a.7", "a.2", "a.4"]


@pytest.mark.parametrize("unit", ['"a" b",', '"c,', '"a,b\n', 'x,"y\n', '"",', '1,"A "x" b",T\n', '1,5" x,T\n'])
def test_four_times_the_rows_take_about_four_times_as_long(unit):
    def seconds(n):
        start = time.process_time()
        rows_of("id,title,text\n" + unit * n)
        return time.process_time() - start

    short = min(seconds(1000) for _ in range(3))
    assert min(seconds(4000) for _ in range(2)) < max(0.05, 10 * short)
