"""Writes the IFC schema tables from the schemas that IfcOpenShell ships.

Run through `cargo xtask codegen`; the version it was made with is in the first line of each file.
Usage: ifc_tables.py <output folder>
"""
import os
import re
import sys

import ifcopenshell
import ifcopenshell.ifcopenshell_wrapper as wrapper

SCHEMAS = [("ifc2x3", "IFC2X3"), ("ifc4", "IFC4"), ("ifc4x3", "IFC4X3_ADD2")]


def constant(name):
    name = name.replace("2Dnon", "2DNon").replace("3Dnon", "3DNon")
    name = re.sub(r"(?<=[a-z])(?=\dD)", "_", name)
    name = re.sub(r"(?<=\dD)(?=[A-Z])", "_", name)
    name = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[02-9][a-z])(?=[A-Z])|(?<=[a-z][12])(?=[A-Z][a-z])", "_", name)
    return name.upper()


def kind(declared, enums, measures=None):
    """One letter for what stands in the file, plus the enumeration's number, or the number of the measure of a real."""
    named = None
    for _ in range(20):
        if isinstance(declared, wrapper.type_declaration) and named is None:
            named = declared.name()
        if isinstance(declared, wrapper.named_type):
            declared = declared.declared_type()
        elif isinstance(declared, wrapper.type_declaration):
            declared = declared.declared_type()
        else:
            break
    if isinstance(declared, wrapper.aggregation_type):
        return "L"
    if isinstance(declared, wrapper.simple_type):
        if measures and named in measures:
            return f"M({measures[named]})"
        return {
            "real": "R", "number": "R", "integer": "I", "string": "T", "boolean": "B", "logical": "G", "binary": "Y",
        }[declared.declared_type()]
    if isinstance(declared, wrapper.enumeration_type):
        return f"N({enums[declared.name()]})"
    if isinstance(declared, wrapper.select_type):
        return "S"
    if isinstance(declared, wrapper.entity):
        return "E"
    raise SystemExit(f"unknown kind {declared}")


def write(folder, name, lines):
    head = f"// Made by `cargo xtask codegen` from IfcOpenShell {ifcopenshell.version}; do not edit."
    with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
        out.write("\n".join([head, *lines]) + "\n")


def main():
    folder = sys.argv[1]
    schemas = [(short, wrapper.schema_by_name(name)) for short, name in SCHEMAS]
    names = sorted({e.name() for _, s in schemas for e in s.entities()})
    number = {name: i + 1 for i, name in enumerate(names)}
    assert len({constant(n) for n in names}) == len(names)

    values = {}
    for _, schema in schemas:
        for declaration in schema.declarations():
            if declaration.as_enumeration_type():
                items = values.setdefault(declaration.name(), [])
                items += [v for v in declaration.enumeration_items() if v not in items]
    enums = {name: i for i, name in enumerate(sorted(values))}

    write(folder, "classes.rs", [
        "classes! {",
        *(f"    {number[n]} {constant(n)} {n} {n.upper()};" for n in names),
        "}",
    ])
    write(folder, "enums.rs", [
        f"static ENUMS: [(&str, &[&str]); {len(enums)}] = [",
        *(f'    ("{n}", &[{", ".join(chr(34) + v + chr(34) for v in values[n])}]),' for n in sorted(values)),
        "];",
    ])

    types = {}
    for _, schema in schemas:
        for declaration in schema.declarations():
            if declaration.as_type_declaration():
                types[declaration.name()] = kind(declaration, enums)
    rows = sorted((n.upper(), n, k) for n, k in types.items())
    write(folder, "types.rs", [
        f"static TYPES: [(&str, &str, Kind); {len(rows)}] = [",
        *(f'    ("{u}", "{n}", {k}),' for u, n, k in rows),
        "];",
    ])

    # Numbers with a unit keep the measure that tells which.
    measures = {n: i for i, (u, n, k) in enumerate(rows) if k == "R" and n.endswith("Measure")}
    for short, schema in schemas:
        lines = []
        inverse = []
        for entity in sorted(schema.entities(), key=lambda e: e.name()):
            parent = entity.supertype()
            own = entity.all_attributes()[len(parent.all_attributes()) if parent else 0:]
            attributes = ", ".join(
                f'a("{a.name()}", {kind(a.type_of_attribute(), enums, measures)}, {str(a.optional()).lower()})' for a in own
            )
            lines.append(
                f"    r({number[entity.name()]}, {number[parent.name()] if parent else 0}, "
                f"{str(entity.is_abstract()).lower()}, &[{attributes}]),"
            )
            known = {i.name() for i in parent.all_inverse_attributes()} if parent else set()
            of = [i for i in entity.all_inverse_attributes() if i.name() not in known]
            if of:
                parts = ", ".join(
                    f'("{i.name()}", {number[i.entity_reference().name()]}, "{i.attribute_reference().name()}")' for i in of
                )
                inverse.append(f"    ({number[entity.name()]}, &[{parts}]),")
        write(folder, f"{short}.rs", [f"static {short.upper()}: [Row; {len(lines)}] = [", *lines, "];"])
        write(folder, f"{short}_inverse.rs", [f"static {short.upper()}_INVERSE: [InverseRow; {len(inverse)}] = [", *inverse, "];"])


main()
