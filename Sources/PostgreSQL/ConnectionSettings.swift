internal import CLibpq

/// Where the database is and how a session begins.
package struct ConnectionSettings: Sendable {
    /// libpq's keywords and values, those of the URL first.
    let keywords: [(key: String, value: String)]
    /// The role the session acts as from its first statement; nil for the owner's own sessions.
    package let role: String?
    package let statementTimeout: Duration

    /// - Parameters:
    ///   - url: what `DATABASE_URL` holds: `postgresql://…` or `host=… dbname=…`.
    ///   - role: `marquee_app` for connections that serve requests.
    ///   - statementTimeout: zero for none.
    package init(
        url: String, role: String? = nil, statementTimeout: Duration = .zero
    ) throws(PostgreSQLError) {
        var keywords = try Self.parse(url)
        let given = keywords.firstIndex { $0.key == "options" }.map { keywords.remove(at: $0).value }
        let (seconds, attoseconds) = statementTimeout.components
        var options = [
            "-c datestyle=ISO", "-c timezone=UTC", "-c intervalstyle=iso_8601", "-c client_encoding=UTF8",
            // Keys come as arrays, so one plan fits all; left to itself PostgreSQL plans small batches anew each time.
            // Statements that are no such thing ask for another plan each time (`Statement.Planning`).
            "-c plan_cache_mode=force_generic_plan",
            "-c statement_timeout=\(seconds * 1000 + attoseconds / 1_000_000_000_000_000)",
        ]
        if let role { options.append("-c role=\(role)") }
        // Ours come last, so that they win.
        keywords.append(("options", ((given.map { [$0] } ?? []) + options).joined(separator: " ")))
        for (key, value) in Self.defaults where !keywords.contains(where: { $0.key == key }) {
            keywords.append((key, value))
        }
        self.keywords = keywords
        self.role = role
        self.statementTimeout = statementTimeout
    }

    /// What holds unless the URL says otherwise: a name for `pg_stat_activity`, and a peer that vanished without a
    /// word is noticed within a minute.
    private static let defaults = [
        ("application_name", "marquee"), ("connect_timeout", "10"), ("keepalives_idle", "20"),
        ("keepalives_interval", "10"),
        ("keepalives_count", "3"), ("tcp_user_timeout", "30000"),
    ]

    private static func parse(_ url: String) throws(PostgreSQLError) -> [(key: String, value: String)] {
        var message: UnsafeMutablePointer<CChar>?
        guard let parsed = unsafe PQconninfoParse(url, &message) else {
            let reason = Self.withoutQuoted(unsafe message.map { unsafe String(cString: $0) } ?? "out of memory")
            unsafe PQfreemem(message)
            throw .refused(
                reason: "DATABASE_URL cannot be read: \(reason.trimmed). Expected postgresql://user@host/database")
        }
        defer { unsafe PQconninfoFree(parsed) }
        var found: [(key: String, value: String)] = []
        var option = unsafe parsed
        while let keyword = unsafe option.pointee.keyword {
            if let value = unsafe option.pointee.val {
                found.append(unsafe (String(cString: keyword), String(cString: value)))
            }
            unsafe option += 1
        }
        return found
    }

    /// libpq quotes what it stumbled upon, which may be the password.
    private static func withoutQuoted(_ text: String) -> String {
        text.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
            .map { place, part in place % 2 == 0 ? String(part) : "…" }.joined(separator: "\"")
    }

    /// Lends keywords and values as libpq wants them: two arrays of C strings, each ended by a null pointer.
    func withArrays<R>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>) -> R
    ) -> R? {
        unsafe withCStrings(keywords.map(\.key)) { keys in
            unsafe withCStrings(keywords.map(\.value)) { values in unsafe body(keys, values) }
        }
    }
}

/// Lends copies of the texts as C strings, ended by a null pointer.
private func withCStrings<R>(_ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> R) -> R {
    var bytes: [CChar] = []
    var starts: [Int] = []
    for text in texts {
        starts.append(bytes.count)
        bytes.append(contentsOf: text.utf8CString)
    }
    return unsafe bytes.withUnsafeBufferPointer { all in
        unsafe withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: starts.count + 1) { list in
            for (index, start) in starts.enumerated() {
                let copy = unsafe all.baseAddress.map { unsafe $0 + start }
                unsafe list.initializeElement(at: index, to: copy)
            }
            unsafe list.initializeElement(at: starts.count, to: nil)
            guard let first = list.baseAddress else { preconditionFailure("the list has an element") }
            return unsafe body(first)
        }
    }
}

extension String {
    /// Without the line ends and blanks libpq's messages finish with.
    var trimmed: String {
        var text = self[...]
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
