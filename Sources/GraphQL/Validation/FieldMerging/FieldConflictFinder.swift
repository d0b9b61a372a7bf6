/// Finds what to tell about fields that cannot be merged: the conflicts graphql-js reports, in its words, order and
/// grouping.
///
/// It compares pairs of fields, so its work is limited; it runs only once `FieldMergingCheck` has found a conflict.
/// Conflicts in a selection set are those among its own fields, then those between its fields and each fragment it
/// spreads, then those between its fragments; a pair of fragments is compared once for the whole document.
struct FieldConflictFinder {
    /// How many pairs of fields are compared before the search is given up.
    private static let comparisonLimit = 20_000
    /// How many conflicts between two fields are explained before the search is given up.
    private static let conflictLimit = 2_000
    /// How many selection sets and fragments inside each other are followed.
    private static let depthLimit = 150

    /// Why fields of a response name conflict, and all fields involved on either side.
    private struct Conflict {
        let name: NameID
        let reason: String
        var left: [NodeIndex]
        var right: [NodeIndex]
    }

    private let context: ValidationContext
    private var cache: [NodeIndex: CollectedFields] = [:]
    private var comparedFragments = PairSet()
    private var comparedFields = PairSet()
    private var comparisonsLeft = Self.comparisonLimit
    private var conflictsLeft = Self.conflictLimit
    private var depth = 0

    init(_ context: ValidationContext) {
        self.context = context
    }

    /// Reports the conflicts of all selection sets; returns how many there were.
    mutating func report() -> Int {
        var count = 0
        for node in context.nodes.indices where context.nodes[node].kind == .selectionSet {
            guard !isExhausted, !context.hasTooManyErrors else { break }
            let conflicts = conflicts(within: node)
            for conflict in conflicts {
                let name = context.text(conflict.name)
                context.reportConflict(of: name, because: conflict.reason, at: conflict.left + conflict.right)
            }
            count += conflicts.count
        }
        return count
    }

    private mutating func conflicts(within selectionSet: NodeIndex) -> [Conflict] {
        let collected = fields(of: selectionSet)
        var conflicts: [Conflict] = []
        for group in collected.groups where group.count > 1 {
            for left in group.indices {
                for right in group.indices.dropFirst(left + 1) {
                    guard !isExhausted else { return conflicts }
                    if let found = conflict(group[left], group[right], isExclusive: false) { conflicts.append(found) }
                }
            }
        }
        for (place, fragment) in collected.fragments.enumerated() {
            compare(collected, withFragment: fragment, isExclusive: false, &conflicts)
            for other in collected.fragments.dropFirst(place + 1) {
                compareFragments(fragment, other, isExclusive: false, &conflicts)
            }
        }
        return conflicts
    }

    private mutating func compare(
        _ collected: CollectedFields, withFragment name: NameID, isExclusive: Bool, _ conflicts: inout [Conflict]
    ) {
        guard comparedFields.insert(collected.selectionSet, Int(name.rawValue), isExclusive: isExclusive),
            let fragment = fields(ofFragment: name), fragment.selectionSet != collected.selectionSet, descend()
        else { return }
        compare(collected, fragment, isExclusive: isExclusive, &conflicts)
        for inner in fragment.fragments {
            compare(collected, withFragment: inner, isExclusive: isExclusive, &conflicts)
        }
        depth -= 1
    }

    private mutating func compareFragments(
        _ left: NameID, _ right: NameID, isExclusive: Bool, _ conflicts: inout [Conflict]
    ) {
        let (low, high) = (min(left.rawValue, right.rawValue), max(left.rawValue, right.rawValue))
        guard left != right, comparedFragments.insert(Int(low), Int(high), isExclusive: isExclusive),
            let leftFields = fields(ofFragment: left), let rightFields = fields(ofFragment: right), descend()
        else { return }
        compare(leftFields, rightFields, isExclusive: isExclusive, &conflicts)
        for inner in rightFields.fragments { compareFragments(left, inner, isExclusive: isExclusive, &conflicts) }
        for inner in leftFields.fragments { compareFragments(inner, right, isExclusive: isExclusive, &conflicts) }
        depth -= 1
    }

    /// Compares the fields of two selection sets, without their fragments.
    private mutating func compare(
        _ left: CollectedFields, _ right: CollectedFields, isExclusive: Bool, _ conflicts: inout [Conflict]
    ) {
        for group in left.groups {
            for field in group {
                for other in right.group(named: context.responseName(field)) {
                    guard !isExhausted else { return }
                    if let found = conflict(field, other, isExclusive: isExclusive) { conflicts.append(found) }
                }
            }
        }
    }

    private mutating func conflict(_ left: NodeIndex, _ right: NodeIndex, isExclusive: Bool) -> Conflict? {
        comparisonsLeft -= 1
        let name = context.responseName(left)
        let isExclusive = isExclusive || context.areExclusive(left, right)
        if let reason = context.conflictReason(left, right, isExclusive: isExclusive) {
            conflictsLeft -= 1
            return Conflict(name: name, reason: reason, left: [left], right: [right])
        }
        guard let leftSet = context.document.firstChild(of: left, .selectionSet),
            let rightSet = context.document.firstChild(of: right, .selectionSet), descend()
        else { return nil }
        let inner = conflicts(between: fields(of: leftSet), and: fields(of: rightSet), isExclusive: isExclusive)
        depth -= 1
        guard !inner.isEmpty else { return nil }
        let reasons = inner.map { "subfields \"\(context.text($0.name))\" conflict because \($0.reason)" }
        return Conflict(
            name: name, reason: reasons.joined(separator: " and "), left: [left] + inner.flatMap(\.left),
            right: [right] + inner.flatMap(\.right))
    }

    private mutating func conflicts(
        between left: CollectedFields, and right: CollectedFields, isExclusive: Bool
    ) -> [Conflict] {
        var conflicts: [Conflict] = []
        compare(left, right, isExclusive: isExclusive, &conflicts)
        for fragment in right.fragments { compare(left, withFragment: fragment, isExclusive: isExclusive, &conflicts) }
        for fragment in left.fragments { compare(right, withFragment: fragment, isExclusive: isExclusive, &conflicts) }
        for fragment in left.fragments {
            for other in right.fragments { compareFragments(fragment, other, isExclusive: isExclusive, &conflicts) }
        }
        return conflicts
    }

    private var isExhausted: Bool { comparisonsLeft <= 0 || conflictsLeft <= 0 }

    /// Goes one level deeper if the limits allow it; `depth -= 1` comes back.
    private mutating func descend() -> Bool {
        guard depth < Self.depthLimit, !isExhausted else { return false }
        depth += 1
        return true
    }

    private mutating func fields(of selectionSet: NodeIndex) -> CollectedFields {
        if let known = cache[selectionSet] { return known }
        let collected = CollectedFields(selectionSet, in: context)
        cache[selectionSet] = collected
        return collected
    }

    private mutating func fields(ofFragment name: NameID) -> CollectedFields? {
        guard let fragment = context.fragment(name) else { return nil }
        return context.document.firstChild(of: context.definitions[fragment].node, .selectionSet).map { fields(of: $0) }
    }
}

/// The fields of one selection set by response name, in order, and the fragments it spreads, each once.
private final class CollectedFields {
    let selectionSet: NodeIndex
    private(set) var groups: [[NodeIndex]] = []
    private(set) var fragments: [NameID] = []
    private var places: [NameID: Int] = [:]

    init(_ selectionSet: NodeIndex, in context: ValidationContext) {
        self.selectionSet = selectionSet
        var known: Set<NameID> = []
        var node = selectionSet + 1
        while node < Int(context.nodes[selectionSet].next) {
            switch context.nodes[node].kind {
            case .inlineFragment, .selectionSet:
                node += 1
                continue
            case .field: add(node, context.responseName(node))
            case .fragmentSpread where known.insert(context.name(at: node + 1)).inserted:
                fragments.append(context.name(at: node + 1))
            default: break
            }
            node = Int(context.nodes[node].next)
        }
    }

    private func add(_ field: NodeIndex, _ name: NameID) {
        if let place = places[name] { return groups[place].append(field) }
        places[name] = groups.count
        groups.append([field])
    }

    func group(named name: NameID) -> [NodeIndex] { places[name].map { groups[$0] } ?? [] }
}

/// Pairs that were compared. A pair compared in full counts as compared for shape alone too.
private struct PairSet {
    private struct Pair: Hashable {
        let first: Int
        let second: Int
    }

    private var isExclusive: [Pair: Bool] = [:]

    /// Adds a pair; false if it was compared before at least as strictly.
    mutating func insert(_ first: Int, _ second: Int, isExclusive: Bool) -> Bool {
        let pair = Pair(first: first, second: second)
        if let known = self.isExclusive[pair], isExclusive || !known { return false }
        self.isExclusive[pair] = isExclusive
        return true
    }
}
