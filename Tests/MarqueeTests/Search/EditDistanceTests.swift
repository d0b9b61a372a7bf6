import Testing

@testable import Marquee

@Suite struct EditDistanceTests {
    @Test(arguments: [
        ("matrix", "matrix", 0), ("matrx", "matrix", 1), ("mattrix", "matrix", 1), ("metrix", "matrix", 1),
        ("matirx", "matrix", 1), ("godfahter", "godfather", 1), ("shawshenk", "shawshank", 1),
        ("intrestelar", "interstellar", 2), ("", "abc", 3), ("千と千尋", "千と千", 1), ("abcd", "badc", 2),
    ])
    func `letters that lack, are too many, wrong or swapped count once`(word: String, other: String, errors: Int) {
        #expect(EditDistance.between(word, other) == errors)
        #expect(EditDistance.between(other, word) == errors)
    }

    @Test func `short words have no errors, long ones up to two`() {
        #expect([3, 4, 6, 7, 40].map { EditDistance.allowed(length: $0) } == [0, 1, 1, 2, 2])
    }
}
