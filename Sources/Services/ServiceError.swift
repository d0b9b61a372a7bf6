import Glibc

/// Why a private service could not be started: what was found, where, and what mends it.
package enum ServiceError: Error, Equatable {
    /// No such program on this machine; `package` is the Debian package that brings it.
    case programMissing(program: String, package: String)
    /// The system refused to make, open or change a file or folder.
    case fileRefused(path: String, attempt: String, errno: Int32)
    /// Another process uses the private service of this home, or is its server.
    case homeInUse(service: String, home: String, process: Int32?)
    /// The data folder was written by a major version of PostgreSQL that is not installed.
    case otherVersion(folder: String, found: String, installed: [Int])
    /// The user the server runs as has no name, which PostgreSQL needs.
    case namelessUser(id: UInt32)
    /// A program that should do one thing and end, failed.
    case commandFailed(command: String, output: String)
    /// The service ended while it started.
    case ended(service: String, log: String, lastLines: String)
    /// The service runs but did not answer in time.
    case silent(service: String, log: String, seconds: Int)
    /// Whoever asked for the service did not want it any more before it answered.
    case interrupted(service: String)
    /// The private PostgreSQL refused to be set up.
    case setupRefused(statement: String, reason: String)

    /// The stable name of the failure; the wording of messages may improve, codes stay.
    package var code: String {
        switch self {
        case .programMissing: "PROGRAM_MISSING"
        case .fileRefused: "FILE_REFUSED"
        case .homeInUse: "HOME_IN_USE"
        case .otherVersion: "OTHER_VERSION"
        case .namelessUser: "NAMELESS_USER"
        case .commandFailed: "COMMAND_FAILED"
        case .ended: "SERVICE_ENDED"
        case .silent: "SERVICE_SILENT"
        case .interrupted: "INTERRUPTED"
        case .setupRefused: "SETUP_REFUSED"
        }
    }
}

extension ServiceError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .programMissing(let program, let package):
            "\(program) was not found on this machine. Install it: apt-get install \(package). \(Self.orElse)"
        case .fileRefused(let path, let attempt, let number):
            "cannot \(attempt) \(path): \(unsafe String(cString: strerror(number))). \(Self.remedy(for: number))"
        case .homeInUse(let service, let home, let process):
            "the \(service == HomeLock.server ? "home" : "private \(service) of") \(home) is in use by "
                + (process.map { "process \($0)" } ?? "another process")
                + ". Stop that server first, or set MARQUEE_HOME to another folder."
        case .otherVersion(let folder, let found, let installed):
            "\(folder) was written by PostgreSQL \(found), but only \(installed) is installed. "
                + "Install it: apt-get install postgresql-\(found); or move the folder away to begin with an empty one."
        case .namelessUser(let id):
            "user \(id) has no name in /etc/passwd, which PostgreSQL needs. Add one, or set DATABASE_URL."
        case .commandFailed(let command, let output):
            "\(command) failed: \(Self.tail(output)). \(Self.remedy(in: output))"
        case .ended(let service, let log, let lastLines):
            "the private \(service) ended while starting: \(Self.tail(lastLines)). "
                + "\(Self.remedy(in: lastLines)) Its log: \(log)"
        case .silent(let service, let log, let seconds):
            "the private \(service) did not answer within \(seconds) seconds. Its log says why: \(log)"
        case .interrupted(let service):
            "the private \(service) was ended before it answered, as was asked for"
        case .setupRefused(let statement, let reason):
            "the private PostgreSQL refused \"\(statement)\": \(reason)"
        }
    }

    private static let orElse = "Or set DATABASE_URL and REDIS_URL to servers that run elsewhere."

    private static func remedy(for number: Int32) -> String {
        switch number {
        case ENOSPC, EDQUOT: "The disk is full: free some space."
        case EACCES, EPERM, EROFS: "Set MARQUEE_HOME to a folder this user may write."
        case ENAMETOOLONG: "Set MARQUEE_HOME to a shorter path."
        case ENOTDIR, EEXIST: "A file stands where a folder is needed: move it away."
        default: "Mend that, or set MARQUEE_HOME to another folder."
        }
    }

    /// What a program's own words suggest to do.
    private static func remedy(in output: String) -> String {
        if output.contains("No space left on device") { return remedy(for: ENOSPC) }
        if output.contains("Permission denied") { return remedy(for: EACCES) }
        return orElse
    }

    /// The last lines of an output, as one line of at most a few hundred bytes.
    private static func tail(_ output: String) -> String {
        let lines = output.split(whereSeparator: \.isNewline).suffix(4)
        return lines.isEmpty ? "it said nothing" : lines.joined(separator: " | ")
    }
}
