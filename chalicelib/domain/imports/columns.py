"""The columns of an import: what each is called, what it becomes in ``POST /cases``, and how a cell of it is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chalicelib.domain.errors import FieldProblem, InvalidInput

from . import cells
from .cells import Read, folded

METADATA = "metadata."
KINDS = {
    "société": "company",
    "entreprise": "company",
    "personne morale": "company",
    "entreprise individuelle": "sole_trader",
    "indépendant": "sole_trader",
    "micro-entrepreneur": "sole_trader",
    "auto-entrepreneur": "sole_trader",
    "particulier": "consumer",
    "consommateur": "consumer",
    "association": "non_professional",
    "non professionnel": "non_professional",
    "collectivité": "public_body",
    "organisme public": "public_body",
    "personne publique": "public_body",
}
CLAIM_KINDS = {
    "biens ou services": "goods_or_services",
    "vente": "goods_or_services",
    "transport": "carriage",
    "télécommunications": "telecom",
}
ROLES = {"comptabilité": "accounting", "direction": "management", "achats": "purchasing", "autre": "other"}
SOLVENCIES = {"inconnue": "unknown", "bonne": "good", "fragile": "fragile", "mauvaise": "poor"}
LANGUAGES = {"français": "fr", "anglais": "en", "english": "en"}
MODES = {"creditor_own": "creditor_own", "third_party_mandate": "third_party_mandate"}


@dataclass(frozen=True)
class Column:
    """``name`` is the field's, ``label`` the French one, both are recognised. ``path`` is its place in the request."""

    name: str
    label: str
    path: str
    read: Read = cells.text
    required: bool = False
    example: str = ""


COLUMNS: tuple[Column, ...] = (
    Column("invoice_number", "Numéro de facture", "invoices/0/number", required=True, example="F-2026-0117"),
    Column("issue_date", "Date de facture", "invoices/0/issue_date", cells.day, required=True, example="15/08/2026"),
    Column("due_date", "Échéance", "invoices/0/due_date", cells.day, required=True, example="14/09/2026"),
    Column(
        "amount_incl_tax", "Montant TTC", "invoices/0/amount_incl_tax", cells.amount, required=True, example="1 234,56"
    ),
    Column("already_paid", "Déjà réglé", "invoices/0/already_paid", cells.amount, example="200,00"),
    Column("completed_on", "Date de livraison", "invoices/0/completed_on", cells.day, example="12/08/2026"),
    Column("claim_kind", "Nature de la créance", "invoices/0/claim_kind", cells.one_of(CLAIM_KINDS)),
    Column("contract_rate", "Taux de pénalité", "invoices/0/contract_rate", cells.rate, example="12,15"),
    Column("payment_terms", "Conditions de paiement", "invoices/0/payment_terms"),
    Column("contested", "Contestée", "invoices/0/contested", cells.yes_or_no),
    Column("debtor_kind", "Type de débiteur", "debtor/kind", cells.one_of(KINDS), required=True, example="société"),
    Column("debtor_name", "Débiteur", "debtor/name", required=True, example="Boulangerie Simulée SARL"),
    Column("debtor_reference", "Code client", "", example="C-0042"),
    Column("siren", "SIREN", "debtor/siren", cells.compact),
    Column("siret", "SIRET", "debtor/siret", cells.compact),
    Column("vat_number", "Numéro de TVA", "debtor/vat_number", cells.compact),
    Column("address_line1", "Adresse", "debtor/address/line1", example="12 rue des Lilas"),
    Column("address_line2", "Complément d'adresse", "debtor/address/line2"),
    Column("postal_code", "Code postal", "debtor/address/postal_code", example="69003"),
    Column("city", "Ville", "debtor/address/city", example="Lyon"),
    Column("country", "Pays", "debtor/address/country", example="FR"),
    Column("language", "Langue", "debtor/language", cells.one_of(LANGUAGES)),
    Column("email", "E-mail", "debtor/contacts/0/email", example="silent@simulator.amiable.example"),
    Column("phone", "Téléphone", "debtor/contacts/0/phone"),
    Column("contact_name", "Contact", "debtor/contacts/0/name"),
    Column("contact_role", "Fonction du contact", "debtor/contacts/0/role", cells.one_of(ROLES)),
    Column("solvency", "Solvabilité", "debtor/solvency", cells.one_of(SOLVENCIES)),
    Column("new_customer", "Nouveau client", "debtor/new_customer", cells.yes_or_no),
    Column("sector", "Secteur d'activité", "debtor/sector"),
    Column("scenario", "Scénario", "scenario"),
    Column("collector_mode", "Mode de recouvrement", "collector_mode", cells.one_of(MODES)),
    Column("external_reference", "Référence dossier", "external_reference", example="C-0042/F-2026-0117"),
)
BY_NAME: Mapping[str, Column] = {column.name: column for column in COLUMNS}


@dataclass(frozen=True)
class Layout:
    """``places`` says at which place of a row each field stands; ``unknown`` are columns that mean nothing here."""

    places: tuple[tuple[str, int], ...]
    unknown: tuple[str, ...]


def layout_of(header: tuple[str, ...], mapping: Mapping[str, str], given: Iterable[str] = ()) -> Layout:
    """``mapping`` leads from fields to columns of the file; ``given`` are fields that need no column.

    Errors: ``missing_columns``, each by name; ``no_such_field`` and ``column_not_in_file`` in the mapping.
    """
    at = {folded(name): place for place, name in reversed(tuple(enumerate(header))) if folded(name)}
    problems = [*_mapping_problems(mapping, at)]
    places: dict[str, int] = {}
    for field in (*mapping, *(name for name in BY_NAME if name not in mapping)):
        place = at.get(folded(mapping[field])) if field in mapping else _by_name(BY_NAME[field], at)
        if place is not None and (field in mapping or place not in places.values()):
            places[field] = place
    taken = set(places.values())
    for place, name in enumerate(header):
        if place not in taken and name.startswith(METADATA):
            places[name] = place
            taken.add(place)
    problems += [
        FieldProblem("#/file", "missing_column", f"No column {column.name} (« {column.label} »); name it in `mapping`.")
        for column in COLUMNS
        if column.required and column.name not in places and column.name not in given
    ]
    if problems:
        codes = {problem.code for problem in problems}
        code = "missing_columns" if codes == {"missing_column"} else InvalidInput.code
        raise InvalidInput("The columns of the file are not those of an import.", code=code, errors=tuple(problems))
    unknown = tuple(name for place, name in enumerate(header) if name and place not in taken)
    return Layout(tuple(places.items()), unknown)


def _by_name(column: Column, at: Mapping[str, int]) -> int | None:
    found = at.get(folded(column.name))
    return found if found is not None else at.get(folded(column.label))


def _mapping_problems(mapping: Mapping[str, str], at: Mapping[str, int]) -> Iterable[FieldProblem]:
    for field, name in mapping.items():
        if field not in BY_NAME and not field.startswith(METADATA):
            yield FieldProblem(f"#/mapping/{field}", "no_such_field", "No such field of an import.")
        elif folded(name) not in at:
            yield FieldProblem(f"#/mapping/{field}", "column_not_in_file", "The header of the file has no such column.")
