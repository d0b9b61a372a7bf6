internal import Marquee

/// How the words behind `marquee user` are read.
extension UserAction {
    init(_ words: ArraySlice<String>) throws(UsageError) {
        guard let verb = words.first else {
            throw .missing("what to do: create, list, set-role or reset-password", "", .user)
        }
        let rest = Array(words.dropFirst())
        switch verb {
        case "create": self = try Self.create(rest)
        case "list":
            if let word = rest.first { throw .unexpected(word, .user) }
            self = .list
        case "set-role":
            guard rest.count > 1 else { throw .missing("the name and the role", verb, .user) }
            guard let role = Role(rawValue: rest[1].lowercased()) else { throw .noRole(rest[1]) }
            if rest.count > 2 { throw .unexpected(rest[2], .user) }
            self = .setRole(username: rest[0], role)
        case "reset-password":
            guard let name = rest.first else { throw .missing("the name", verb, .user) }
            var options = try Options(Array(rest.dropFirst()))
            self = .resetPassword(username: name, options.takePasswordSource())
            try options.refuseRest()
        default: throw .unexpected(verb, .user)
        }
    }

    private static func create(_ words: [String]) throws(UsageError) -> UserAction {
        var options = try Options(words)
        guard let username = options.values.removeValue(forKey: "--username") else {
            throw .missing("--username NAME", "create", .user)
        }
        guard let email = options.values.removeValue(forKey: "--email") else {
            throw .missing("--email MAIL", "create", .user)
        }
        let isAdmin = options.flags.remove("--admin") != nil
        let source = options.takePasswordSource()
        try options.refuseRest()
        return .create(username: username, email: email, isAdmin: isAdmin, source)
    }

    /// Words that begin with dashes, taken out one by one.
    private struct Options {
        var values: [String: String] = [:]
        var flags: Set<String> = []

        init(_ words: [String]) throws(UsageError) {
            var rest = words[...]
            while let word = rest.popFirst() {
                switch word {
                case "--admin", "--password-stdin": flags.insert(word)
                case "--username", "--email":
                    guard let value = rest.popFirst() else { throw .missing("its value", word, .user) }
                    values[word] = value
                default: throw .unexpected(word, .user)
                }
            }
        }

        mutating func takePasswordSource() -> PasswordSource {
            flags.remove("--password-stdin") == nil ? .prompt : .standardInput
        }

        func refuseRest() throws(UsageError) {
            if let word = (Array(values.keys) + Array(flags)).min() { throw .unexpected(word, .user) }
        }
    }
}
