import Marquee
import MarqueeCLI
import Testing

@Suite struct InvocationTests {
    @Test(
        arguments: [
            (["serve"], .serve(seed: false)), (["serve", "--seed"], .serve(seed: true)),
            (["migrate"], .migrate), (["seed"], .seed(nil)),
            (["seed", "--scale", "0.5"], .seed(ScaleSeedSize(scale: 0.5))), (["schema"], .schema(.definitions)),
            (["schema", "--markdown"], .schema(.markdown)), (["schema", "--check", "old"], .schema(.check("old"))),
            (["version"], .version), (["--version"], .version),
            (["help"], .help(nil)), (["--help"], .help(nil)), (["-h"], .help(nil)),
            (["help", "serve"], .help(.serve)), (["serve", "--seed", "--help"], .help(.serve)),
            (["seed", "-h"], .help(.seed)),
            (["backup", "a.dump"], .backup(path: "a.dump", replaces: false)),
            (["backup", "--force", "a.dump"], .backup(path: "a.dump", replaces: true)),
            (["restore", "a.dump"], .restore(path: "a.dump", replaces: false)),
            (["restore", "a.dump", "--force"], .restore(path: "a.dump", replaces: true)),
            (["restore", "--help"], .help(.restore)),
        ] as [([String], Invocation)])
    func `words become what they ask for`(words: [String], expected: Invocation) throws {
        #expect(try Invocation(words) == expected)
    }

    @Test(
        arguments: [
            ([], .noCommand), (["sevre"], .unknownCommand("sevre")), (["help", "me"], .unknownCommand("me")),
            (["serve", "--sed"], .unexpected("--sed", .serve)), (["migrate", "now"], .unexpected("now", .migrate)),
            (["schema", "--check"], .missing("the file of the older schema", "--check", .schema)),
            (["schema", "--markdown", "x"], .unexpected("x", .schema)), (["schema", "x"], .unexpected("x", .schema)),
            (["schema", "--check", "a", "b"], .unexpected("b", .schema)),
            (["seed", "--scale"], .missing("the scale", "--scale", .seed)),
            (["seed", "--scal"], .unexpected("--scal", .seed)),
            (["seed", "--scale", "big"], .noScale("big")), (["seed", "--scale", "0"], .noScale("0")),
            (["seed", "--scale", "1", "2"], .unexpected("2", .seed)),
            (["help", "serve", "seed"], .unexpected("seed", .help)),
            (["backup"], .missing("the file", "", .backup)),
            (["backup", "--force"], .missing("the file", "", .backup)),
            (["backup", "a", "b"], .unexpected("b", .backup)),
            (["backup", "--foce", "a"], .unexpected("--foce", .backup)),
            (["restore"], .missing("the file", "", .restore)), (["restore", ""], .unexpected("", .restore)),
        ] as [([String], UsageError)])
    func `words that make no sense are refused`(words: [String], expected: UsageError) {
        #expect(throws: expected) { try Invocation(words) }
    }

    @Test func `a misspelled command is met with the right one`() {
        #expect(
            "\(UsageError.unknownCommand("sevre"))" == #"unknown command "sevre"; expected one of "#
                + #"serve, migrate, seed, user, backup, restore, schema, version, help. Did you mean "serve"?"#)
    }
}
