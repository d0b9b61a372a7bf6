import Glibc

/// What a program prints while it runs, piece by piece. Whoever lets go of it before the end ends the program.
final class CommandOutput {
    private let name: String
    private let process: pid_t
    private let output: Int32
    private let errors: Int32
    private var isOver = false

    /// Starts the program.
    init(_ command: Command, named name: String) throws(ServiceError) {
        let (output, errors) = (try Command.pipe(), try Command.pipe())
        defer {
            close(output.write)
            close(errors.write)
        }
        process = try command.spawn(
            output: output.write, errors: errors.write, ifParentDies: "KILL", ownGroup: false)
        (self.name, self.output, self.errors) = (name, output.read, errors.read)
    }

    deinit {
        if !isOver {
            kill(process, SIGKILL)
            _ = Command.waitForEnd(of: process)
        }
        close(output)
        close(errors)
    }

    /// The next piece; nil when the program has ended well, and an error with its complaints when it has not.
    func next() throws(ServiceError) -> [UInt8]? {
        guard !isOver else { return nil }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe read(output, &buffer, buffer.count)
            if count > 0 { return Array(buffer[..<count]) }
            if count == 0 || errno != EINTR { break }
        }
        isOver = true
        let complaints = Files.readAll(errors)
        guard Command.waitForEnd(of: process) == 0 else { throw .commandFailed(command: name, output: complaints) }
        return nil
    }
}
