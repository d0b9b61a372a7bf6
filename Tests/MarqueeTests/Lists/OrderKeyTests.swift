import Testing

@testable import Marquee

@Suite struct OrderKeyTests {
    @Test(arguments: [
        ("", "V", "F"), ("a", "c", "b"), ("a", "b", "aV"), ("az", "b", "azV"), ("", "1", "0V"),
        ("0648aa0f", "0648aa10", "0648aa0p"), ("a", "a1", "a0V"),
    ])
    func `a key lies between two others`(low: String, high: String, key: String) {
        #expect(OrderKey.between(low, high) == key)
    }

    @Test(arguments: [("a", "a"), ("b", "a"), ("a", "a0"), ("a", "a00"), ("abc", "ab")])
    func `there is none between equal keys, in the wrong order, or before one that only adds zeros`(
        low: String, high: String
    ) {
        #expect(OrderKey.between(low, high) == nil)
    }

    @Test func `there is room until keys are too long, wherever one inserts`() {
        var dice = SystemRandomNumberGenerator()
        for _ in 0..<20 {
            var keys = ["0648aa0f000000", "0648aa0f000001"]
            for _ in 0..<400 {
                let place = Int.random(in: 0..<keys.count, using: &dice)
                guard let key = OrderKey.between(place > 0 ? keys[place - 1] : "", keys[place]) else { break }
                keys.insert(key, at: place)
            }
            #expect(keys.count > 300)
            #expect(keys == keys.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) })
            #expect(Set(keys).count == keys.count)
            #expect(keys.allSatisfy { $0.utf8.count <= 100 })
        }
    }

    @Test func `a row of keys rises between two`() throws {
        let keys = try #require(OrderKey.row(of: 200, between: "a", "b"))
        #expect(keys == keys.sorted())
        #expect(keys.count == 200 && keys[0] > "a" && keys[199] < "b")
        #expect(OrderKey.row(of: 1000, between: "a", "b") == nil)
    }

    @Test func `a row of keys behind the last one rises, below all that come at a later time`() throws {
        let keys = try #require(OrderKey.row(of: 500, behind: "0648aa0f000000"))
        #expect(keys == keys.sorted() && Set(keys).count == 500)
        #expect(keys[0] > "0648aa0f000000" && keys[499] < "0648aa0f000001")
        #expect(keys.allSatisfy { !$0.hasSuffix("0") })
        #expect(OrderKey.row(of: 1, behind: String(repeating: "z", count: 99)) == nil)
    }
}
