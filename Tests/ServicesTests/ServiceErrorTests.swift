import Glibc
import Testing

@testable import Services

@Suite struct ServiceErrorTests {
    @Test(arguments: [
        (
            ServiceError.programMissing(program: "redis-server", package: "redis-server"),
            "redis-server was not found on this machine. Install it: apt-get install redis-server. "
                + "Or set DATABASE_URL and REDIS_URL to servers that run elsewhere."
        ),
        (
            .homeInUse(service: "postgresql", home: "/home/ann/.marquee", process: 4711),
            "the private postgresql of /home/ann/.marquee is in use by process 4711. "
                + "Stop that server first, or set MARQUEE_HOME to another folder."
        ),
        (
            .otherVersion(folder: "/data/postgresql", found: "14", installed: [15]),
            "/data/postgresql was written by PostgreSQL 14, but only [15] is installed. "
                + "Install it: apt-get install postgresql-14; or move the folder away to begin with an empty one."
        ),
        (
            .fileRefused(path: "/data", attempt: "make the folder", errno: EACCES),
            "cannot make the folder /data: Permission denied. Set MARQUEE_HOME to a folder this user may write."
        ),
        (
            .commandFailed(command: "initdb", output: "copying\ncould not write: No space left on device\n"),
            "initdb failed: copying | could not write: No space left on device. The disk is full: free some space."
        ),
    ])
    func `a message says what was found and what mends it`(error: ServiceError, message: String) {
        #expect(error.description == message)
    }
}
