"""`sheetgen render` from typed words to files."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from tests.calls import Run

PARTNER = ("render", "firma.de", "--customer", "kunde.example", "--accept", "domain.reserved")


def test_both_languages_in_three_formats_are_the_plain_case(run: Run, tmp_path: Path) -> None:
    """`render firma.de` makes German and English, each as PDF, HTML and text, and prints their paths alone on stdout."""
    done = run("render", "firma.de")
    folder = tmp_path / "output" / "firma.de"
    names = [f"tls-kommunikation_firma.de_{lang}.{suffix}" for lang in ("de", "en") for suffix in ("pdf", "html", "txt")]
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [f"output/firma.de/{name}" for name in names]
    assert sorted(path.name for path in folder.iterdir()) == sorted(names)


def test_who_enforces_what_is_said_on_stderr(run_here: Run) -> None:
    """Swapped domains are seen: each direction has its line, with the domain that it goes to."""
    done = run_here(*PARTNER, "--format", "txt")
    assert "Smart Mail sends to @firma.de over TLS only" in done.stderr
    assert "the servers of @firma.de send to @kunde.example over TLS only" in done.stderr


def test_facts_are_named_with_their_digest(run_here: Run) -> None:
    """What a sheet stands on can be told afterwards: the fact file and the digest of its bytes."""
    done = run_here("render", "firma.de", "--format", "txt")
    assert "hamburg-cloud.yaml, SHA-256 " in done.stderr


def test_an_edition_has_a_folder_of_its_own(run_here: Run, tmp_path: Path) -> None:
    """Subdomains, ticket and sorted customers name the folder, so that no sheet replaces another request's."""
    arguments = ("render", "*.firma.de", "--customer", "*.b-kunde.example, a-kunde.example", "--ticket", "[#4711]")
    done = run_here(*arguments, "--accept", "domain.reserved", "--format", "txt", "--lang", "de")
    assert done.stdout.strip() == "output/firma.de/+_4711_+b-kunde.example_a-kunde.example/tls-kommunikation_firma.de_de.txt"
    assert (tmp_path / done.stdout.strip()).is_file()


def test_sheets_are_private(run_here: Run, tmp_path: Path) -> None:
    """`output/` is a register of business relations: folders 0700, files 0600, whatever the umask."""
    run_here("render", "firma.de", "--format", "txt", "--lang", "de")
    folder = tmp_path / "output" / "firma.de"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_an_older_sheet_is_kept(run_here: Run, tmp_path: Path) -> None:
    """A sheet of another day keeps the old one beside it, under the date that the old one bears, in every format."""
    formats = ("--format", "pdf", "--format", "html", "--format", "txt", "--format", "json", "--lang", "en")
    run_here("render", "firma.de", *formats, "--date", "2026-10-01")
    run_here("render", "firma.de", *formats)
    kept = {path.name for path in (tmp_path / "output" / "firma.de").iterdir() if "_2026-10-01" in path.name}
    assert kept == {
        "tls-kommunikation_firma.de_en_2026-10-01.pdf",
        "tls-kommunikation_firma.de_en_2026-10-01.html",
        "tls-kommunikation_firma.de_en_2026-10-01.txt",
        "tls-kommunikation_firma.de_2026-10-01.json",
    }


def test_the_same_again_changes_nothing(run_here: Run, tmp_path: Path) -> None:
    """The same call on the same day gives the same bytes, so nothing is kept twice."""
    for _ in range(2):
        run_here("render", "firma.de")
    assert len(list((tmp_path / "output" / "firma.de").iterdir())) == 6


def test_one_document_goes_to_stdout(run_here: Run, tmp_path: Path) -> None:
    """`--out -` hands over the bytes of one document and writes no file."""
    done = run_here("render", "firma.de", "--lang", "en", "--format", "txt", "--out", "-")
    assert done.stdout.startswith("Hamburg-Cloud Smart Mail\nData sheet dated 2026-11-24\n")
    assert not (tmp_path / "output").exists()


def test_more_than_one_document_is_refused_on_stdout(run_here: Run) -> None:
    """Two documents run together on stdout would be neither."""
    done = run_here("render", "firma.de", "--lang", "en", "--out", "-")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--out" in done.stderr


def test_all_that_is_wrong_is_told_at_once(run_here: Run, tmp_path: Path) -> None:
    """Every bad input of a call has its line, and nothing is written for the good ones."""
    arguments = (
        "render",
        "firma.de",
        "localhost",
        "gmx.de",
        "--customer",
        "firma_x.de",
        "--ticket",
        "a b",
        "--lang",
        "fr",
        "--format",
        "doc",
    )
    done = run_here(
        *arguments, "--effective", "2026-02-30", "--date", "04/08/2026", "--accept", "domain.freemial", "--templates", "nowhere"
    )
    lines = done.stderr.splitlines()
    places = (
        "DOMAIN[2]",
        "DOMAIN[3]",
        "--customer[1]",
        "--ticket",
        "--lang",
        "--format",
        "--effective",
        "--date",
        "--accept",
        "--templates",
    )
    assert done.returncode == 2
    assert [sum(line.startswith(f"{place}:") for line in lines) for place in places] == [1] * len(places)
    assert not (tmp_path / "output").exists()


def test_bad_facts_are_told_with_the_bad_domain(run_here: Run, tmp_path: Path) -> None:
    """A fact file of the user's own is judged in the same run as the names."""
    (tmp_path / "facts.yaml").write_text("schema: sheetgen-facts-1\nproviderr: X\n", encoding="utf-8")
    done = run_here("render", "localhost", "--facts", "facts.yaml")
    assert done.returncode == 2
    assert "DOMAIN[1]:" in done.stderr
    assert "facts.yaml:2:1:" in done.stderr


def test_a_doubt_stops_until_it_is_accepted(run_here: Run) -> None:
    """A freemail domain exits with 2 and names the option that waives just this."""
    refused = run_here("render", "gmx.de", "--format", "txt")
    accepted = run_here("render", "gmx.de", "--format", "txt", "--accept", "domain.freemail")
    assert refused.returncode == 2
    assert "--accept domain.freemail" in refused.stderr
    assert accepted.returncode == 0


def test_accept_has_no_name_in_the_environment(run_here: Run) -> None:
    """What waives a doubt is typed for this one call."""
    environment = {"SHEETGEN_ACCEPT": "domain.freemail", "SHEETGEN_RENDER_ACCEPT": "domain.freemail"}
    assert run_here("render", "gmx.de", "--format", "txt", env=environment).returncode == 2


def test_customer_and_ticket_have_no_name_in_the_environment(run_here: Run) -> None:
    """A customer left over from another call would be a data breach."""
    environment = {"SHEETGEN_CUSTOMER": "kunde.de", "SHEETGEN_TICKET": "1", "SHEETGEN_YES": "1"}
    done = run_here("render", "firma.de", "--format", "txt", env=environment)
    assert done.stdout.splitlines()[0] == "output/firma.de/tls-kommunikation_firma.de_de.txt"


def test_options_have_names_in_the_environment(run_here: Run, tmp_path: Path) -> None:
    """SHEETGEN_OUT, _LANG, _FORMAT, _FACTS and _DATE say what their options say."""
    named = {"SHEETGEN_OUT": "there", "SHEETGEN_LANG": "en", "SHEETGEN_FORMAT": "json", "SHEETGEN_DATE": "2026-01-02"}
    done = run_here("render", "firma.de", env=named)
    path = tmp_path / "there" / "firma.de" / "tls-kommunikation_firma.de.json"
    assert done.stdout.strip() == "there/firma.de/tls-kommunikation_firma.de.json"
    assert json.loads(path.read_text("utf-8"))["issued"] == "2026-01-02"


def test_the_command_line_beats_environment_and_settings(run_here: Run, tmp_path: Path) -> None:
    """An option beats the environment, and the environment the settings file."""
    (tmp_path / "settings.toml").write_text('out = "a"\nlanguages = ["de"]\nformats = ["txt"]\n', encoding="utf-8")
    environment = {"SHEETGEN_SETTINGS": str(tmp_path / "settings.toml"), "SHEETGEN_LANG": "en"}
    by_environment = run_here("render", "firma.de", env=environment).stdout.strip()
    by_option = run_here("render", "firma.de", "--lang", "de", "--out", "c", env=environment).stdout.strip()
    assert by_environment.endswith("a/firma.de/tls-kommunikation_firma.de_en.txt")
    assert by_option == "c/firma.de/tls-kommunikation_firma.de_de.txt"


def test_strict_refuses_what_is_not_known(run_here: Run) -> None:
    """The shipped file has facts whose date nobody knows, so it never passes --strict, by option or by name."""
    assert run_here("render", "firma.de", "--strict", "--format", "txt").returncode == 2
    assert run_here("render", "firma.de", "--format", "txt", env={"SHEETGEN_STRICT": "1"}).returncode == 2


def test_warnings_do_not_stop(run_here: Run) -> None:
    """A dropped local part and an undated fact are said and passed over."""
    done = run_here("render", "info@firma.de", "--format", "txt")
    assert done.returncode == 0
    assert "DOMAIN[1]: warning: " in done.stderr
    assert "hamburg-cloud.yaml:" in done.stderr


@pytest.mark.parametrize("domain", ["hamburg-cloud.de", "service.hamburg-cloud.de", "mx01.hamburg-cloud.de"])
def test_the_platform_itself_gets_no_sheet(run_here: Run, domain: str) -> None:
    """The platform's own domains and all below are refused: the sheet is for a partner."""
    done = run_here("render", domain)
    assert done.returncode == 2
    assert "DOMAIN[1]:" in done.stderr


@pytest.mark.parametrize(
    ("domain", "customer"), [("firma.de", "firma.de"), ("mail.firma.de", "*.firma.de"), ("*.firma.de", "mail.firma.de")]
)
def test_a_domain_is_not_its_own_customer(run_here: Run, domain: str, customer: str) -> None:
    """A requested domain that is, or is covered by, a customer's is refused."""
    assert run_here("render", domain, "--customer", customer).returncode == 2


def test_several_domains_in_one_call(run_here: Run) -> None:
    """Each DOMAIN gets its sheets, on which every customer stands."""
    done = run_here("render", "firma.de", "firma.at, firma.ch", "--customer", "kunde.de", "--format", "json")
    assert [line.split("/")[1] for line in done.stdout.splitlines()] == ["firma.de", "firma.at", "firma.ch"]


def test_an_international_name_is_printed_in_both_forms(run_here: Run) -> None:
    """People read the U-label, machines get the A-label, and files are named by it."""
    done = run_here("render", "Straße.de", "--lang", "de", "--format", "txt", "--out", "-")
    assert "@straße.de\n" in done.stdout
    assert "In Konfigurationen: \nxn--strae-oqa.de\n" in done.stdout or "In Konfigurationen:\nxn--strae-oqa.de\n" in done.stdout


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_name_that_no_font_has_is_given_as_a_label(run_here: Run, lang: str) -> None:
    """Never boxes: the A-label alone, and the sheet says so."""
    done = run_here("render", "日本語.jp", "--lang", lang, "--format", "txt", "--out", "-")
    assert "日" not in done.stdout
    assert "@xn--wgv71a119e.jp" in done.stdout
    assert {"de": "eigene Schrift", "en": "own script"}[lang] in done.stdout.replace("\n", " ")


def test_the_platforms_own_domain_is_told_with_the_rest(run_here: Run) -> None:
    """A name of the platform's is told in the same run as any other fault."""
    done = run_here("render", "*.de", "x.y.hamburg-cloud.de", "--lang", "xx")
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == ["DOMAIN[1]", "DOMAIN[2]", "--lang"]


def test_values_name_where_they_were_written(run_here: Run, tmp_path: Path) -> None:
    """A bad language is told of the variable or the settings file that holds it."""
    (tmp_path / "settings.toml").write_text('formats = ["doc"]\n', encoding="utf-8")
    named = {"SHEETGEN_LANG": "fr", "SHEETGEN_STRICT": "banana", "SHEETGEN_SETTINGS": str(tmp_path / "settings.toml")}
    lines = run_here("render", "firma.de", env=named).stderr.splitlines()
    places = [line.partition(": “")[0] for line in lines]
    assert places == ["SHEETGEN_LANG", f"{tmp_path}/settings.toml: formats", "SHEETGEN_STRICT"]


def test_several_values_in_one_option(run_here: Run) -> None:
    """`--lang de,en` is two languages, and no third one."""
    done = run_here("render", "firma.de", "--lang", "de,en", "--format", "txt")
    assert len(done.stdout.splitlines()) == 2


def test_data_alone_goes_to_stdout(run_here: Run) -> None:
    """JSON has no language, so it is one document without --lang."""
    assert json.loads(run_here("render", "firma.de", "--format", "json", "--out", "-").stdout)["schema"] == "sheetgen-sheet-1"


def test_both_forms_and_subdomains_are_seen_on_stderr(run_here: Run) -> None:
    """The line in which swapped domains are to be seen names them as people and machines do."""
    done = run_here("render", "müller.de", "--customer", "*.straße.de", "--format", "txt")
    assert "sends to @xn--mller-kva.de (müller.de) over TLS only" in done.stderr
    assert "send to @xn--strae-oqa.de (straße.de) and its subdomains over TLS only" in done.stderr


@pytest.mark.parametrize("out", ["", "a\nb", "\x1b[31m"])
def test_a_folder_that_no_line_can_show_is_refused(run_here: Run, out: str) -> None:
    """Paths go to stdout, one a line: a name that breaks a line is no folder."""
    assert run_here("render", "firma.de", "--out", out).returncode == 2


def test_text_that_is_no_list_makes_nothing(run_here: Run, tmp_path: Path) -> None:
    """The domains of a pasted text are listed back, every other fault is told, and nothing is written."""
    (tmp_path / "ticket.txt").write_text('Bitte "Max" <max@firma.de> und firma.com eintragen\n', encoding="utf-8")
    done = run_here("render", "--from", "ticket.txt", "--ticket", "a b")
    assert (done.returncode, done.stdout.split()) == (2, ["firma.de", "firma.com"])
    assert "--ticket: " in done.stderr
    assert not (tmp_path / "output").exists()


def test_a_list_of_domains(run_here: Run, tmp_path: Path) -> None:
    """A file with domains stands for as many arguments; one without any is told by its name alone."""
    (tmp_path / "list.txt").write_text("firma.de\n# those of today\nfirma.at, firma.ch\n", encoding="utf-8")
    (tmp_path / "empty.txt").write_text("\n", encoding="utf-8")
    assert len(run_here("render", "--from", "list.txt", "--format", "json").stdout.splitlines()) == 3
    assert [line.partition(":")[0] for line in run_here("render", "--from", "empty.txt").stderr.splitlines()] == ["empty.txt"]
    assert [line.partition(":")[0] for line in run_here("render", "--from", "nowhere.txt").stderr.splitlines()] == ["nowhere.txt"]
