internal import CLibpq

extension OwnerConnection {
    /// Where this connection leads, for programs of PostgreSQL: `keyword='value' …` with all that the URL, the environment
    /// and libpq's defaults came to, and the password, which must not be seen among a program's arguments.
    package var address: (text: String, password: String?) {
        var (pairs, password): ([String], String?) = ([], nil)
        withOptions { keyword, value in
            if keyword == "password" { password = value } else { pairs.append("\(keyword)=\(Self.quoted(value))") }
        }
        return (pairs.joined(separator: " "), password)
    }

    /// For people: the database and its host, or the folder of its socket.
    package var place: String {
        var found: [String: String] = [:]
        withOptions { found[$0] = $1 }
        return "\"\(found["dbname"] ?? "")\" at \(found["host"] ?? found["hostaddr"] ?? "the default host")"
    }

    private static func quoted(_ value: String) -> String {
        "'" + value.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined() + "'"
    }
}
