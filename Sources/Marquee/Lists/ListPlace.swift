import GraphQL

/// Where entries are to be put: the input `PlaceInput`.
enum ListPlace: Sendable {
    case first
    case last
    case before(Int64)
    case after(Int64)
    /// From 1; behind the last place it is the last.
    case position(Int64)

    /// - Parameter list: whose entries the IDs have to be of.
    init(_ input: MutationInput, in list: GlobalID) throws(UserErrors) {
        if let isFirst = input.boolean("first") {
            guard isFirst else { throw input.invalid("first", "Expected true, or another place.") }
            self = .first
        } else if let isLast = input.boolean("last") {
            guard isLast else { throw input.invalid("last", "Expected true, or another place.") }
            self = .last
        } else if input.isGiven("before") {
            self = .before(try input.entry("before", of: list))
        } else if input.isGiven("after") {
            self = .after(try input.entry("after", of: list))
        } else {
            let position = input.int("position") ?? 0
            guard position >= 1 else {
                throw input.invalid("position", "Expected a place from 1, got \(position).", min: 1)
            }
            self = .position(position)
        }
    }

    /// The entry it lies beside.
    var neighbour: Int64? {
        switch self {
        case .before(let key), .after(let key): key
        default: nil
        }
    }
}

extension MutationInput {
    /// The key of an entry, which has to be of a list.
    fileprivate func entry(_ name: String, of list: GlobalID) throws(UserErrors) -> Int64 {
        let entry = try listEntry(name)
        guard entry.list == list else { throw invalid(name, "Expected an entry of the same list.") }
        return entry.key
    }

    /// The entry in a field: its list, and its key in it.
    func listEntry(_ name: String) throws(UserErrors) -> (list: GlobalID, key: Int64) {
        guard let id = string(name).flatMap(GlobalID.init) else { throw notFound(name) }
        if let entry = id.systemEntry {
            return (GlobalID(.systemList, owner: id.owner, entry.list.rawValue), entry.title)
        }
        guard id.kind == .listEntry else { throw notFound(name) }
        return (GlobalID(.list, id.owner), id.key)
    }
}
