import Testing

@testable import EventLoop

@Suite struct FirstInFirstOutTests {
    @Test func `elements leave in the order they came, through many turns`() {
        var queue = FirstInFirstOut<Int>()
        var (next, expected) = (0, 0)
        for turn in 0..<1000 {
            for _ in 0...(turn % 7) {
                queue.append(next)
                next += 1
            }
            for _ in 0...(turn % 5) {
                guard let element = queue.popFirst() else { break }
                #expect(element == expected)
                expected += 1
            }
            #expect(queue.count == next - expected)
        }
        #expect(queue.takeAll() == Array(expected..<next))
        #expect(queue.isEmpty)
        #expect(queue.popFirst() == nil)
    }

    @Test func `an element may return to the front or leave from the middle`() {
        var queue = FirstInFirstOut<Int>()
        queue.prepend(1)
        queue.append(2)
        queue.append(3)
        #expect(queue.popFirst() == 1)
        queue.prepend(0)
        #expect(queue.first == 0)
        #expect(queue.first { $0 > 2 } == 3)
        #expect(queue.remove { $0 == 2 } == 2)
        #expect(queue.remove { $0 == 2 } == nil)
        #expect(queue.takeAll() == [0, 3])
    }
}
