// The trie walk against a naive search over the dictionary, and any bytes at all.
#include <algorithm>
#include <random>
#include <set>

#include "gmock/gmock.h"

#include "screening/identify/name_match.h"
#include "tests/screening/identify/small_dictionary.h"

namespace tidewaiter {
namespace {

using testing::SmallDictionary;
using testing::SmallIdentifier;

struct Found {
  uint32_t name;
  size_t begin, end;
  bool operator<(const Found& o) const {
    return std::tie(begin, end, name) < std::tie(o.begin, o.end, o.name);
  }
  bool operator==(const Found&) const = default;
};

// Every name at every byte.
std::set<Found> Naive(const NormalisedText& text, const CompiledNames& names, const Neighbours& neighbours) {
  std::set<Found> out;
  for (uint32_t index = 0; index < names.names().size(); ++index) {
    const CompiledName& name = names.names()[index];
    const auto* same = names.NamesWithKey(name.key);
    if (same == nullptr || std::find(same->begin(), same->end(), index) == same->end())
      continue;  // a twin's row
    for (size_t at = text.text().find(name.key); at != std::string_view::npos;
         at = text.text().find(name.key, at + 1)) {
      size_t end = at + name.key.size();
      if (!text.Boundary(at) || !neighbours.EndsThere(text, name, end)) continue;
      if (CompareGaps(text, at, name.key.size(), name) == GapAgreement::kNo) continue;
      out.insert({index, at, end});
    }
  }
  return out;
}

TEST(Oracle, WalkFindsWhatANaiveSearchFinds) {
  const CompiledNames names(SmallDictionary());
  const Neighbours neighbours;
  std::mt19937 random(42);
  const std::vector<std::string> glue = {" ",  "-",      ", ",  "",    "; ", " (", ") ",
                                         "2-", "methyl", "of ", "99%", "、", "的", "\xFF"};
  size_t total = 0;
  for (int round = 0; round < 4000; ++round) {
    std::string line;
    for (size_t k = 1 + random() % 6; k > 0; --k) {
      std::string piece = names.names()[random() % names.names().size()].text;
      if (random() % 4 == 0) piece = piece.substr(0, random() % (piece.size() + 1));
      if (random() % 4 == 0)
        std::transform(piece.begin(), piece.end(), piece.begin(),
                       [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
      line += piece + glue[random() % glue.size()];
    }
    NormalisedText text;
    NormaliseText(line, text);
    std::vector<NameMatch> matches;
    std::vector<uint32_t> deep;
    MatchNames(text, names, neighbours, matches, deep);
    std::set<Found> walked;
    for (const NameMatch& m : matches) {
      if (!m.turned_round) walked.insert({m.name, m.begin, m.end});  // other order: the walk alone is asked
    }
    ASSERT_TRUE(walked == Naive(text, names, neighbours)) << line;
    total += walked.size();
  }
  EXPECT_GT(total, 4000u);
}

TEST(Oracle, KeptMatchesDoNotCross) {
  const CompiledNames names(SmallDictionary());
  const Neighbours neighbours;
  std::mt19937 random(43);
  for (int round = 0; round < 3000; ++round) {
    std::string line;
    for (size_t k = 1 + random() % 8; k > 0; --k)
      line += names.names()[random() % names.names().size()].text + " ";
    NormalisedText text;
    NormaliseText(line, text);
    std::vector<NameMatch> matches;
    std::vector<uint32_t> deep;
    MatchNames(text, names, neighbours, matches, deep);
    KeepLongest(names, matches);
    for (const NameMatch& a : matches) {
      for (const NameMatch& b : matches) {
        const bool same = a.span.begin == b.span.begin && a.span.end == b.span.end;
        ASSERT_TRUE(same || a.span.end <= b.span.begin || b.span.end <= a.span.begin) << line;
      }
    }
  }
}

bool OnCharacterBoundary(std::string_view text, size_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

TEST(AnyBytes, NoCrashAndValidOffsets) {
  std::mt19937 random(44);
  const Dictionary dictionary = SmallDictionary();
  TextIdentifier::Scratch scratch;
  std::vector<Candidate> out;
  for (int round = 0; round < 30000; ++round) {
    std::string line;
    bool valid = true;
    for (size_t k = random() % 10; k > 0; --k) {
      switch (random() % 5) {
        case 0:
          line += static_cast<char>(random() & 0xFF);
          valid = false;
          break;
        case 1:
          line += dictionary.cas_rns[random() % dictionary.cas_rns.size()].cas_rn;
          break;
        case 2:
          line += "CAS ";
          break;
        default: {
          std::string piece = dictionary.names[random() % dictionary.names.size()].text;
          if (random() % 2 == 0 && !piece.empty()) {
            piece[random() % piece.size()] = static_cast<char>(random() & 0xFF);
            valid = false;
          }
          line += piece + (random() % 2 == 0 ? " " : "-");
        }
      }
    }
    out.clear();
    SmallIdentifier().Identify(line, {"29"}, scratch, out);
    size_t last = 0;
    for (const Candidate& c : out) {
      ASSERT_LT(c.start, c.end);
      ASSERT_LE(c.end, line.size());
      ASSERT_GE(c.start, last);
      last = c.start;
      ASSERT_GT(c.certainty, 0);
      ASSERT_LE(c.certainty, 1);
      if (valid) {
        ASSERT_TRUE(OnCharacterBoundary(line, c.start) && OnCharacterBoundary(line, c.end)) << line;
      }
    }
  }
}

TEST(AnyBytes, LongTextsTakeLinearTime) {
  TextIdentifier::Scratch scratch;
  for (const char* piece : {"acetone cas ", "4-anilino-", "a ", "1-", "丙", "pseudoephedrin ", "21409-26-6 ",
                            "(", "\xFF", "4-anilino-N-phenethylpiperidin "}) {
    std::string line;
    while (line.size() < 60000) line += piece;
    std::vector<Candidate> out;
    SmallIdentifier().Identify(line, {}, scratch, out);  // the test's time limit is the check
    EXPECT_LE(out.size(), line.size());
  }
}

}  // namespace
}  // namespace tidewaiter
