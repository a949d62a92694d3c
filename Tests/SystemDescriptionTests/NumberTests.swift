import Testing

@testable import SystemDescription

struct NumberTests {
    private func number(_ text: String) -> Result<UInt64, NumberProblem> {
        let bytes = Array(text.utf8)
        return Result { () throws(NumberProblem) in try Numbers.number(bytes, 0..<bytes.count) }
    }

    private func plain(_ text: String) -> Result<Int64, NumberProblem> {
        let bytes = Array(text.utf8)
        return Result { () throws(NumberProblem) in try Numbers.plain(bytes, 0..<bytes.count) }
    }

    @Test(
        arguments: [
            ("0", 0), ("007", 7), ("+1", 1), ("0x10", 16), ("0x+10", 16), ("_0_x_1_0_", 16), ("1_000", 1000),
            ("0xffffffffffffffff", .max), ("18446744073709551615", .max), ("0xaBcD", 0xabcd), ("_0", 0),
        ] as [(String, UInt64)])
    func `reads numbers`(_ text: String, _ value: UInt64) { #expect(number(text) == .success(value)) }

    @Test(
        arguments: [
            ("", .empty), ("_", .empty), ("0x", .empty), ("0x_", .empty), ("+", .invalidDigit),
            ("-", .invalidDigit),
            ("-1", .invalidDigit), ("++1", .invalidDigit), ("0X1", .invalidDigit), ("0xg", .invalidDigit),
            ("1 ", .invalidDigit), (" 1", .invalidDigit), ("+0x1", .invalidDigit), ("0x0x1", .invalidDigit),
            ("18446744073709551616", .tooLarge), ("0x10000000000000000", .tooLarge),
            ("18446744073709551615a", .invalidDigit),
            ("184467440737095516150a", .tooLarge), ("１", .invalidDigit), ("1.0", .invalidDigit),
        ] as [(String, NumberProblem)])
    func `refuses what is no number, in the real tool's words`(_ text: String, _ problem: NumberProblem) {
        #expect(number(text) == .failure(problem))
    }

    @Test func `reads plain numbers with a sign, without hexadecimal`() {
        #expect(plain("+61") == .success(61))
        #expect(plain("-9223372036854775808") == .success(.min))
        #expect(plain("-9223372036854775809") == .failure(.tooSmall))
        #expect(plain("9223372036854775808") == .failure(.tooLarge))
        #expect(plain("-+1") == .failure(.invalidDigit))
        #expect(plain("--1") == .failure(.invalidDigit))
        #expect(plain("-") == .failure(.invalidDigit))
        #expect(plain("0x1") == .failure(.invalidDigit))
        #expect(plain("1_0") == .failure(.invalidDigit))
        #expect(plain("") == .failure(.empty))
    }
}
