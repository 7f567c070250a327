"""Problem codes of imports and portfolio studies."""

from __future__ import annotations

PROBLEMS: dict[str, tuple[str, str]] = {
    "import_file_changed": (
        "The file is not the one that was imported",
        "Import the file again; nothing more is opened from what is there.",
    ),
    "import_file_gone": ("The file of the import is gone", "It is kept for 30 days. Import the file again."),
    "import_not_running": ("The import is not running", "Read it: it is done, failed or cancelled already."),
    "import_not_studied": (
        "Nothing to open",
        "Only a study (`open`: false) that is done can be opened, and once.",
    ),
    "missing_columns": (
        "Columns are missing",
        "Each is named: rename the file's columns as in the template, or say in `mapping` which is which.",
    ),
    "no_refused_lines": ("No line was refused", "There is nothing to correct; read the import."),
    "not_a_table": ("Not a CSV file", "Save the table as CSV, with quotes around cells that hold separators or lines."),
    "repeated_column": ("A column stands twice", "Each column of the header has a name of its own."),
    "too_many_columns": ("Too many columns", "A file has at most 100 columns."),
    "too_many_lines": ("Too many lines", "A file has at most 20,000 lines; import it in parts."),
    "wrong_encoding": ("The text cannot be read", "Save the file as CSV UTF-8, or in Windows-1252."),
}

PROBLEMS_FR: dict[str, tuple[str, str]] = {
    "import_file_changed": (
        "Le fichier n’est pas celui qui a été importé",
        "Importez le fichier de nouveau ; rien d’autre n’est ouvert à partir de celui-ci.",
    ),
    "import_file_gone": (
        "Le fichier de l’import n’est plus là",
        "Il est conservé 30 jours. Importez-le de nouveau.",
    ),
    "import_not_running": (
        "L’import n’est pas en cours",
        "Lisez-le : il est déjà terminé, en échec ou annulé.",
    ),
    "import_not_studied": (
        "Rien à ouvrir",
        "Seule une étude (`open` : false) terminée peut être ouverte, et une seule fois.",
    ),
    "missing_columns": (
        "Des colonnes manquent",
        "Chacune est nommée : renommez les colonnes comme dans le modèle, ou donnez la correspondance dans `mapping`.",
    ),
    "no_refused_lines": ("Aucune ligne n’a été refusée", "Il n’y a rien à corriger ; lisez l’import."),
    "not_a_table": (
        "Ce n’est pas un fichier CSV",
        "Enregistrez le tableau en CSV, avec des guillemets autour des cellules qui contiennent un séparateur.",
    ),
    "repeated_column": ("Une colonne figure deux fois", "Chaque colonne de l’en-tête a un nom différent."),
    "too_many_columns": ("Trop de colonnes", "Un fichier a 100 colonnes au plus."),
    "too_many_lines": ("Trop de lignes", "Un fichier a 20 000 lignes au plus ; importez-le en plusieurs fois."),
    "wrong_encoding": (
        "Le texte ne peut pas être lu",
        "Enregistrez le fichier en CSV UTF-8, ou en Windows-1252.",
    ),
}
