internal import GraphQL
package import Marquee

/// What the words behind `marquee` ask for.
package enum Invocation: Equatable {
    case serve(seed: Bool)
    case migrate
    /// The sample catalogue, or a made-up one of a size.
    case seed(ScaleSeedSize?)
    case schema(SchemaForm)
    case user(UserAction)
    /// Into a file; `replaces` one that is there.
    case backup(path: String, replaces: Bool)
    /// From a file; `replaces` what the database holds.
    case restore(path: String, replaces: Bool)
    case version
    /// About one command, or about all of them.
    case help(CommandName?)

    /// Reads the arguments without the program's own name.
    package init(_ arguments: [String]) throws(UsageError) {
        guard let first = arguments.first else { throw .noCommand }
        let rest = arguments.dropFirst()
        switch first {
        case "-h", "--help": self = .help(nil)
        case "--version": self = .version
        default:
            guard let command = CommandName(rawValue: first) else { throw .unknownCommand(first) }
            self = try Self.read(command, rest)
        }
    }

    private static func read(_ command: CommandName, _ words: ArraySlice<String>) throws(UsageError) -> Invocation {
        if words.contains(where: { $0 == "-h" || $0 == "--help" }) { return .help(command) }
        switch command {
        case .serve:
            for word in words where word != "--seed" { throw .unexpected(word, command) }
            return .serve(seed: !words.isEmpty)
        case .help:
            guard let topic = words.first else { return .help(nil) }
            guard let command = CommandName(rawValue: topic) else { throw .unknownCommand(topic) }
            try refuse(words.dropFirst(), for: .help)
            return .help(command)
        case .schema: return .schema(try form(Array(words)))
        case .seed: return .seed(try size(Array(words)))
        case .user: return .user(try UserAction(words))
        case .backup:
            let (path, force) = try file(words, of: .backup)
            return .backup(path: path, replaces: force)
        case .restore:
            let (path, force) = try file(words, of: .restore)
            return .restore(path: path, replaces: force)
        case .migrate:
            try refuse(words, for: .migrate)
            return .migrate
        case .version:
            try refuse(words, for: .version)
            return .version
        }
    }

    private static func file(
        _ words: ArraySlice<String>, of command: CommandName
    ) throws(UsageError) -> (path: String, force: Bool) {
        let rest = words.filter { $0 != "--force" }
        guard let path = rest.first else { throw .missing("the file", "", command) }
        if let word = rest.first(where: { $0.hasPrefix("-") || $0.isEmpty }) ?? rest.dropFirst().first {
            throw .unexpected(word, command)
        }
        return (path, rest.count < words.count)
    }

    private static func size(_ words: [String]) throws(UsageError) -> ScaleSeedSize? {
        guard let first = words.first else { return nil }
        guard first == "--scale" else { throw .unexpected(first, .seed) }
        guard words.count > 1 else { throw .missing("the scale", "--scale", .seed) }
        try refuse(words.dropFirst(2), for: .seed)
        guard let size = Double(words[1]).flatMap(ScaleSeedSize.init) else { throw .noScale(words[1]) }
        return size
    }

    private static func form(_ words: [String]) throws(UsageError) -> SchemaForm {
        switch words.first {
        case nil: return .definitions
        case "--markdown":
            try refuse(words.dropFirst(), for: .schema)
            return .markdown
        case "--check":
            guard words.count > 1 else { throw .missing("the file of the older schema", "--check", .schema) }
            try refuse(words.dropFirst(2), for: .schema)
            return .check(words[1])
        case let word?: throw .unexpected(word, .schema)
        }
    }

    private static func refuse(_ words: ArraySlice<String>, for command: CommandName) throws(UsageError) {
        if let word = words.first { throw .unexpected(word, command) }
    }
}

/// The commands, in the order help lists them.
package enum CommandName: String, CaseIterable, Sendable {
    case serve, migrate, seed, user, backup, restore, schema, version, help
}

/// Why the words behind `marquee` make no sense.
package enum UsageError: Error, Equatable, CustomStringConvertible {
    case noCommand
    case unknownCommand(String)
    case unexpected(String, CommandName)
    /// What is missing behind which word.
    case missing(String, String, CommandName)
    case noScale(String)
    case noRole(String)

    package var description: String {
        switch self {
        case .noCommand:
            "no command given; expected one of \(Self.commands). `marquee help` explains them"
        case .unknownCommand(let word):
            "unknown command \"\(word)\"; expected one of \(Self.commands)."
                + Suggestions.didYouMean(Array(Suggestions.list(for: word, among: Self.names).prefix(1)))
        case .missing(let what, let word, let command):
            "`marquee \(command.rawValue)\(word.isEmpty ? "" : " \(word)")` lacks \(what). `marquee \(command.rawValue) --help` explains it"
        case .noRole(let word):
            "`marquee user set-role` expects user, moderator or admin; got \"\(word)\""
        case .noScale(let word):
            "`marquee seed --scale` expects a number from \(ScaleSeedSize.scales.lowerBound) to "
                + "\(ScaleSeedSize.scales.upperBound), where 1 stands for 100,000 movies; got \"\(word)\""
        case .unexpected(let word, let command):
            "`marquee \(command.rawValue)` does not take \"\(word)\". `marquee \(command.rawValue) --help` lists what it takes"
        }
    }

    private static let names = CommandName.allCases.map(\.rawValue)
    private static let commands = names.joined(separator: ", ")
}
