import Glibc

@testable import Services

/// A new MARQUEE_HOME with a path longer than a socket's name may be; removed, with the data, when the value ends.
struct PrivateHome: ~Copyable {
    private let parent: String
    let path: String

    init() throws {
        var template = Array("/tmp/marquee-end-to-end-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw Files.refused("/tmp", "make a folder in") }
        let parent = unsafe template.withUnsafeBytes { unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        let path = parent + "/" + String(repeating: "long-", count: 25)
        try Files.makePrivateFolder(path)
        (self.parent, self.path) = (parent, path)
    }

    deinit {
        // As root the data lies elsewhere.
        if let place = try? ServicePlace.kept(home: path) {
            try? Files.remove(place.data)
            try? Files.remove(place.sockets)
        }
        try? Files.remove(parent)
    }
}

/// The processes whose parent is `process`.
func children(of process: pid_t) -> [pid_t] {
    Files.matches("/proc/[0-9]*/stat").compactMap { path in
        // The second field is a name in parentheses, which may hold anything; state and parent follow.
        let fields = Files.text(of: path).split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 1, pid_t(fields[1]) == process else { return nil }
        return pid_t(path.dropFirst("/proc/".count).prefix { $0.isNumber })
    }
}

/// Waits, for ten seconds at most, until none of the processes is left.
func areGone(_ processes: [pid_t]) -> Bool {
    Pause.until(seconds: 10) { processes.allSatisfy { kill($0, 0) != 0 && errno == ESRCH } }
}
