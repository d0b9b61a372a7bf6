import Testing

@testable import Marquee

@Suite struct SearchPlanTests {
    private static func word(
        _ text: String, titles: Int64 = 0, completions: [KnownWord] = [], similar: [KnownWord] = []
    ) -> AskedWord {
        AskedWord(itself: KnownWord(text: text, titles: titles), completions: completions, similar: similar)
    }

    private static func plan(_ words: AskedWord..., isForgiving: Bool = false) -> SearchPlan {
        SearchPlan(
            SearchReading(folded: words.map(\.itself.text).joined(separator: " "), words: words),
            isForgiving: isForgiving)
    }

    @Test func `all words must be there, the last one may be the beginning of another`() {
        let plan = Self.plan(
            Self.word("dark", titles: 9),
            Self.word("kni", completions: [KnownWord(text: "knight", titles: 4), KnownWord(text: "knife", titles: 2)]))
        #expect(plan.asked == "('dark') & ('kni')")
        #expect(plan.completed == "('dark') & ('kni' | 'knight' | 'knife')")
        #expect(plan.corrected == "('dark') & ('knight' | 'knife')")
        #expect(plan.didYouMean == nil)
    }

    @Test func `a word nobody knows is mended, the fewest errors and the commonest word first`() {
        let similar = [
            KnownWord(text: "matrox", fame: 1), KnownWord(text: "matrix", fame: 5), KnownWord(text: "matt", fame: 9),
            KnownWord(text: "patrick", fame: 9),
        ]
        let plan = Self.plan(Self.word("matrx", similar: similar))
        #expect(plan.corrected == "('matrix' | 'matrox')")
        #expect(plan.didYouMean == "matrix")
    }

    @Test func `a known word is suspected only by those who forgive, and mended only for a far commoner one`() {
        let john = KnownWord(text: "john", titles: 50, fame: 6)
        let jhon = Self.word("jhon", titles: 2, similar: [john])
        let wick = Self.word("wick", titles: 5, similar: [KnownWord(text: "dick", titles: 8, fame: 1.5)])
        #expect(Self.plan(jhon, wick).corrected == "('jhon') & ('wick')")
        let plan = Self.plan(jhon, wick, isForgiving: true)
        #expect(plan.corrected == "('jhon' | 'john') & ('wick' | 'dick')")
        #expect(plan.didYouMean == "john wick")
    }

    @Test func `a word that nothing resembles is left out, unless there is no other`() {
        let unknown = Self.word("qqqqqq")
        #expect(Self.plan(Self.word("alien", titles: 3), unknown).corrected == "('alien')")
        let plan = Self.plan(unknown)
        #expect(plan.corrected == nil)
        #expect(plan.inAllTitles == nil && plan.inAllPeople == nil && plan.inAllEpisodes == nil)
    }

    @Test func `of three words or more, one may be quite wrong for those who forgive`() {
        let words = [Self.word("the", titles: 500_000), Self.word("godfather", titles: 3), Self.word("2", titles: 900)]
        #expect(Self.plan(words[0], words[1], words[2]).corrected == "('the') & ('godfather') & ('2')")
        let plan = Self.plan(words[0], words[1], words[2], isForgiving: true)
        #expect(
            plan.corrected
                == "(('godfather') & ('2')) | (('the') & ('2')) | (('the') & ('godfather'))")
        #expect(plan.inAllTitles == plan.corrected)
        #expect(Self.plan(words[0], words[1], isForgiving: true).corrected == "('the') & ('godfather')")
    }

    @Test func `all names are read while the rarest word is rare`() {
        let the = Self.word("the", titles: 5_000_000)
        #expect(Self.plan(the).inAllTitles == nil)
        #expect(Self.plan(the, Self.word("matrix", titles: 100_000)).inAllTitles == "('matrix')")
        #expect(
            Self.plan(the, Self.word("matrix", titles: 20_000)).inAllTitles == "('matrix')", "too many have the other")
        #expect(Self.plan(the, Self.word("night", titles: 100_001)).inAllTitles == nil)
        #expect(
            Self.plan(the).inAllPeople == "('the')",
            "no person was called so when words were counted, but one may be since")
    }

    @Test func `all names are asked by the two rarest words, unless the second is far more common`() {
        let word = Self.word
        let plan = Self.plan(word("the", 6401, [], []), word("dark", 6400, [], []), word("knight", 100, [], []))
        #expect(plan.inAllTitles == "('knight') & ('dark')")
        #expect(plan.corrected == "('the') & ('dark') & ('knight')")
        let begun = word(
            "kni", 0, [KnownWord(text: "knight", titles: 6300), KnownWord(text: "knife", titles: 101)], [])
        #expect(Self.plan(word("dark", 100, [], []), begun).inAllTitles == "('dark')", "6,401 names have a completion")
        #expect(
            Self.plan(word("dark", 31, [], []), word("night", 30, [], [])).inAllTitles == "('night')",
            "few names have the rarest word")
    }

    @Test func `few names are meant by a rare word, or by several of which one is not too common`() {
        let word = Self.word
        let the = word("the", 500_000, [], [])
        #expect(Self.plan(word("matrix", 300, [], [])).meansFew)
        #expect(!Self.plan(word("matrix", 301, [], [])).meansFew)
        #expect(Self.plan(the, word("night", 20_000, [], [])).meansFew)
        #expect(!Self.plan(the, word("night", 20_001, [], [])).meansFew)
        #expect(!Self.plan(the, word("n", 9, [], [])).meansFew, "names may go on with any word")
        #expect(Self.plan(word("d", 9, [], []), the).meansFew)
        let completions = (0..<20).map { KnownWord(text: "nig\($0)", titles: 1) }
        #expect(!Self.plan(the, word("nig", 0, completions, [])).meansFew, "there may be more completions")
        #expect(Self.plan(the, word("nig", 0, Array(completions.dropLast()), [])).meansFew)
        #expect(Self.plan(word("qqqqqq", 0, [], [])).meansFew)
    }

    @Test func `only words that may be misspelt are looked up for similar ones`() {
        let (known, unknown) = (Self.word("night", titles: 3), Self.word("nihgt"))
        #expect(!known.isDoubted(isForgiving: false) && known.isDoubted(isForgiving: true))
        #expect(unknown.isDoubted(isForgiving: false))
        #expect(!Self.word("nigh", completions: [known.itself]).isDoubted(isForgiving: false))
        #expect(
            !Self.word("qqq").isDoubted(isForgiving: true)
                && !Self.word(String(repeating: "q", count: 31)).isDoubted(isForgiving: true))
    }

    @Test func `what tsquery reads as its own is quoted`() {
        #expect(Self.plan(Self.word(#"o'n\|l"#, titles: 1)).asked == #"('o''n\\|l')"#)
    }
}
