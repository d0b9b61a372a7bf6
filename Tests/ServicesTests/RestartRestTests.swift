import Testing

@testable import Services

@Suite struct RestartRestTests {
    @Test func `rests double while runs are short, up to a limit, and begin anew after a long run`() {
        var rest = RestartRest()
        let rests = (0..<9).map { _ in rest.next(afterRunning: .seconds(1)) }
        #expect(rests.prefix(3) == [.milliseconds(100), .milliseconds(200), .milliseconds(400)])
        #expect(rests.last == RestartRest.longest)
        #expect(rest.next(afterRunning: .seconds(60)) == RestartRest.shortest)
    }
}
