import Glibc
import GraphQL

// Answers conformance questions: one JSON object a line on the standard input, one a line on the standard output. `op`
// says what is asked and `n` is sent back.
while let line = readLine() {
    let request = Array(line.utf8)
    var answer: [UInt8] = []
    await Operations.answer(try JSONReader.value(of: request.span, maxDepth: 10_000)).append(to: &answer)
    answer.append(UInt8(ascii: "\n"))
    var sent = 0
    while sent < answer.count {
        let count = unsafe answer[sent...].withUnsafeBytes { unsafe write(STDOUT_FILENO, $0.baseAddress, $0.count) }
        guard count > 0 else { exit(1) }
        sent += count
    }
}
