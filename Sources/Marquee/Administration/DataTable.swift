import GraphQL
import PostgreSQL

/// The columns of a table that input objects write, whichever of them an input has fields for.
///
/// Values come as one JSON object, which `jsonb_populate_record` lays over a row: a column it does not name keeps its
/// value, and null clears one. So one statement serves every partial update, and creation too.
struct DataTable: Sendable {
    let columns: [String]

    /// The select list of what a patch leaves, where the patched row is `n`.
    var patched: String { columns.map { "n.\($0)" }.joined(separator: ", ") }
    var list: String { columns.joined(separator: ", ") }

    /// Of an update of the row `t`.
    ///
    /// - Parameter patch: the parameter that holds it.
    func assignment(_ patch: String) -> String {
        "(\(list)) = (select \(patched) from jsonb_populate_record(t, \(patch)::jsonb) n)"
    }
}

/// What an input says about the columns of a row.
struct RowPatch: Sendable {
    private(set) var columns: InputObject

    /// - Parameters:
    ///   - isNew: whether there is no row yet: then columns that are not given get what they start with.
    ///   - errors: takes what does not fit.
    init(_ fields: [DataField], _ input: MutationInput, isNew: Bool, _ errors: inout [UserError]) {
        columns = InputObject(
            fields.compactMap { field in
                field.value(in: input, isNew: isNew, &errors).map { InputField(field.column, $0) }
            })
    }

    var parameter: Parameter { .text(Self.json(.object(columns))) }

    /// Several rows as one array.
    static func parameter(_ patches: [RowPatch]) -> Parameter {
        .text(json(.list(patches.map { .object($0.columns) })))
    }

    private static func json(_ value: InputValue) -> String {
        var buffer = ResponseBuffer()
        buffer.append(value)
        return buffer.finish().text
    }
}
