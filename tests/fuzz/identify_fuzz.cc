// Any bytes as a goods description: no crash, every offset valid, the same answer twice.
//
// Built with clang it is a libFuzzer target; with another compiler mutate_main.cc drives it.
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "screening/identify/inchi_layers.h"
#include "screening/identify/normalise.h"
#include "screening/identify/smiles_spans.h"
#include "screening/identify/systematic_spans.h"
#include "screening/identify/text_identifier.h"
#include "screening/identify/vagueness.h"
#include "tests/screening/identify/source_dictionary.h"

namespace tidewaiter {
namespace {

// Not assert(): it has to hold in every build.
void Require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

const TextIdentifier& Identifier() {
  static const auto* const identifier = new std::unique_ptr<const TextIdentifier>(
      *TextIdentifier::Build(testing::ReadSourceDictionary(TIDEWAITER_SOURCE_DIR "/chemdb/data").dictionary));
  return **identifier;
}

void CheckNormalised(std::string_view text) {
  NormalisedText normalised;
  NormaliseText(text, normalised);
  for (size_t i = 0; i < normalised.size(); ++i) {
    Require(normalised.Start(i) < normalised.End(i), "a normalised byte comes from somewhere");
    Require(normalised.End(i) <= text.size(), "and from inside the text");
    if (i == 0) continue;
    Require(normalised.Start(i - 1) <= normalised.Start(i), "starts are in order");
    Require(normalised.End(i - 1) <= normalised.End(i), "ends are in order");
  }
  Require(normalised.Boundary(normalised.size()), "the end is a boundary");
  for (size_t k = 0; k < normalised.words(); ++k) {
    Require(normalised.WordStart(k) < normalised.size(), "words begin inside");
  }
}

template <typename Span>
void CheckSpans(const std::vector<Span>& spans, size_t size) {
  size_t last = 0;
  for (const Span& span : spans) {
    Require(span.start < span.end && span.end <= size, "a span lies inside the text");
    Require(span.start >= last, "spans are in order and apart");
    last = span.end;
  }
}

}  // namespace
}  // namespace tidewaiter

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tidewaiter;  // NOLINT: the target's own names
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  CheckNormalised(text);
  thread_local TextIdentifier::Scratch scratch;
  thread_local std::vector<Candidate> first, second;
  first.clear();
  Identifier().Identify(text, {}, scratch, first);
  size_t last = 0;
  for (const Candidate& c : first) {
    Require(c.start < c.end && c.end <= text.size(), "a candidate lies inside the text");
    Require(c.start >= last, "candidates are in order of start");
    Require(c.certainty >= 0 && c.certainty <= 1, "certainties are 0 to 1");
    last = c.start;
  }
  const GoodsCodeMention& code = TextIdentifier::GoodsCodeOfLast(scratch);
  Require(code.end <= text.size() && (code.digits.empty() || code.start < code.end),
          "the HS code lies inside");
  const Vagueness vagueness = TextIdentifier::VaguenessOfLast(scratch);
  Require(vagueness.score >= 0 && vagueness.score <= 1, "vagueness is 0 to 1");
  CheckSpans(vagueness.terms, text.size());
  CheckSpans(SystematicNameSpans(text), text.size());
  CheckSpans(FindSmiles(text), text.size());
  InchiComponents(text);
  second.clear();
  Identifier().Identify(text, {"293332"}, scratch, second);
  Require(second.size() >= first.size(), "an HS code hides no candidate");
  return 0;
}
