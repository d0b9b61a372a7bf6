import Glibc
import Testing

@testable import Services

extension ServicesTests {
    @Suite struct CommandOutputTests {
        private static func output(_ script: String, variables: [String] = []) throws -> CommandOutput {
            try CommandOutput(Command(["/bin/sh", "-c", script], variables: variables), named: "the script")
        }

        private static func all(_ output: CommandOutput) throws -> [UInt8] {
            var bytes: [UInt8] = []
            while let piece = try output.next() { bytes += piece }
            return bytes
        }

        @Test func `what a program prints comes in pieces, its complaints apart`() throws {
            let bytes = try Self.all(Self.output("echo careful >&2; head -c 300000 /dev/zero; echo end"))
            #expect(bytes.count == 300_004 && bytes.suffix(4).elementsEqual("end\n".utf8))
        }

        @Test func `a program that fails is an error at the end, with its complaints`() throws {
            let output = try Self.output("echo half; echo oh no >&2; exit 3")
            #expect(try output.next() == Array("half\n".utf8))
            #expect(throws: ServiceError.commandFailed(command: "the script", output: "oh no\n")) {
                try output.next()
            }
        }

        @Test func `whoever lets go of it early ends the program`() throws {
            var output: CommandOutput? = try Self.output("echo $$; exec sleep 600")
            let piece = try #require(try output?.next())
            let process = try #require(pid_t(String(decoding: piece.dropLast(), as: UTF8.self)))
            output = nil
            #expect(kill(process, 0) != 0 && errno == ESRCH)
        }

        @Test func `a program sees the variables it is given`() throws {
            let output = try Self.output("printf %s \"$PGPASSWORD\"", variables: ["PGPASSWORD=it's a secret"])
            #expect(try Self.all(output) == Array("it's a secret".utf8))
        }
    }
}
