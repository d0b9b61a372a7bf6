import Glibc

let status = MarqueeCommand.run(arguments: Array(CommandLine.arguments.dropFirst()))
exit(status)
