private import CSwiftRuntime
private import EventLoop

/// A statement by its text; declared once as a `static let` and prepared once a connection.
///
/// Two statements are the same when their texts are. Texts come from the source code only, never from input, so the
/// table of all statements is bounded by the size of the program. Where input decides which parts of it are combined, and
/// there are too many combinations to keep, statements are `passing`.
package final class Statement: Hashable, Sendable {
    /// What a statement does when it is sent twice.
    package enum Effect: Sendable {
        /// It may be sent again after its connection was lost.
        case read
        /// It must not: nobody knows whether it has taken effect.
        case write
    }

    /// When PostgreSQL plans it.
    package enum Planning: Sendable {
        /// Once a connection, for all values of its parameters.
        case once
        /// At each execution, for the values it is sent with: where few rows pass they are looked up by an index of
        /// their own, where many do the order's index is walked. Costs about a millisecond.
        case eachTime
    }

    /// Which connection it is sent on by `PostgreSQLPool.query`.
    package enum Lane: Sendable {
        /// One that it shares with others, which are answered after it.
        case shared
        /// One of its own, for what may be slow: it is cancelled when nobody waits for it any more.
        case leased
    }

    /// A small number for each text, dense from 0: connections keep what they have prepared in an array. Passing statements
    /// of one name share one.
    let id: Int
    /// What logs and metrics show.
    package let name: String
    package let sql: String
    package let effect: Effect
    package let planning: Planning
    package let lane: Lane
    /// Whether it is neither prepared nor remembered: its text travels with each execution.
    package let isPassing: Bool
    /// The name PostgreSQL knows it by at first, and its text, both ending in a zero byte.
    private let firstWireName: [CChar]
    let wireText: [CChar]

    /// A text that changes data counts as `.write`, whatever is declared; declare functions with effects as `.write`. What
    /// passes is made for one request, so its text is taken at its word.
    package init(
        _ name: String, effect: Effect = .read, planning: Planning = .once, lane: Lane = .shared,
        isPassing: Bool = false, _ sql: String
    ) {
        self.name = name
        self.sql = sql
        self.planning = planning
        // Nobody has seen how long what passes takes.
        self.lane = isPassing ? .leased : lane
        self.isPassing = isPassing
        self.effect = !isPassing && Self.changesData(sql) ? .write : effect
        // A comment is no statement's text, so the number is that of no other one.
        let (id, isNew) = Self.texts.withLock { $0.number(of: isPassing ? "-- \(name)" : sql, named: name) }
        self.id = id
        firstWireName = Self.cString(isPassing ? "" : "s\(id)")
        wireText = Self.cString(sql)
        if isNew, !isPassing { stay() }
    }

    /// All loops send it: were references to it counted, cores would take turns at writing the count.
    private func stay() {
        Self.texts.withLock { $0.add(self) }
        unsafe _swift_stdlib_immortalize(Unmanaged.passUnretained(self).toOpaque())
    }

    /// The name PostgreSQL knows it by; another one after each change of the schema that made the last useless.
    func wireName(_ generation: Int) -> [CChar] {
        generation == 0 || isPassing ? firstWireName : Self.cString("s\(id)_\(generation)")
    }

    package static func == (left: Statement, right: Statement) -> Bool {
        left.id == right.id && (!left.isPassing || left.sql == right.sql)
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(id) }

    /// The name of each statement by its number, for statistics that count by number.
    static var names: [String] { texts.withLock { $0.names } }

    private static let texts = Locked(Texts())

    private static func cString(_ text: String) -> [CChar] {
        text.utf8.map { CChar(bitPattern: $0) } + [0]
    }

    /// Whether a word of the text is a command that writes. Words in quotes or comments count too: that only costs a retry.
    private static func changesData(_ sql: String) -> Bool {
        let writing: Set<Substring> = ["insert", "update", "delete", "merge", "call", "truncate", "nextval"]
        return sql.lowercased().split { !($0.isLetter || $0 == "_") }.contains { writing.contains($0) }
    }
}

/// All texts of the process and their numbers.
private struct Texts {
    private var numbers: [String: Int] = [:]
    private(set) var names: [String] = []
    /// The first statement of each text.
    private var statements: [Statement] = []

    mutating func number(of sql: String, named name: String) -> (Int, isNew: Bool) {
        if let number = numbers[sql] { return (number, false) }
        numbers[sql] = names.count
        names.append(name)
        return (names.count - 1, true)
    }

    mutating func add(_ statement: Statement) { statements.append(statement) }
}
