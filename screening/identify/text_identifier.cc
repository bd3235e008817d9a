#include "screening/identify/text_identifier.h"

#include <algorithm>
#include <cstdio>

#include "chemdb/base/concat.h"
#include "chemdb/base/limits.h"
#include "screening/identify/cas_scan.h"
#include "screening/identify/compiled_names.h"
#include "screening/identify/context.h"
#include "screening/identify/fuzzy_match.h"
#include "screening/identify/identifier_scan.h"
#include "screening/identify/name_match.h"
#include "screening/identify/neighbours.h"
#include "screening/identify/normalise.h"
#include "screening/identify/other_senses.h"
#include "screening/identify/phrases.h"
#include "screening/identify/shortened_names.h"
#include "screening/identify/systematic_match.h"
#include "screening/identify/systematic_spans.h"

namespace tidewaiter {
namespace {

// A number that agrees with its check digit and is listed. One in ten numbers agrees by chance, but few are
// listed; the short ones look like scores and part numbers.
constexpr double kCasLabelled = 1.0, kCasPlain = 0.97, kCasShort = 0.8;
constexpr double kNearMiss = 0.3;
// An EC number without a label: its check digit agrees and it is one of few dozen.
constexpr double kEcPlain = 0.85;
// An InChIKey whose first block alone agrees: another stereoisomer, isotopologue or charge of it.
constexpr double kSkeletonKey = 0.8;
// One slip is all, but the name as written exists nowhere.
constexpr double kFuzzy = 0.6;
// A systematic name that was read as a listed structure; and when several listed ones differ by stereo alone.
constexpr double kSystematic = 0.97, kOneOfSeveral = 0.5;
// Words cut short may be those of another name.
constexpr double kShortened = 0.8;
// Abbreviations of so few letters are words of other fields as well; they count in capitals.
constexpr uint16_t kCapitalLetters = 4;
// So many letters with dots between them may be the initials of a person or a firm.
constexpr uint16_t kInitials = 3;
// A name of at least this certainty means little else.
constexpr double kPlainName = 0.96;
// A plain name of at most this certainty stands in the line to be denied.
constexpr double kDenied = 0.1;
// Two words begin with two given letters by chance.
constexpr size_t kFewestInitials = 3;

constexpr std::pair<std::string_view, IdentifierKind> kIdentifierKinds[] = {
    {"ec", IdentifierKind::kEc},
    {"un", IdentifierKind::kUn},
    {"dea", IdentifierKind::kDea},
    {"inchikey", IdentifierKind::kInchiKey},
    {"inchi", IdentifierKind::kInchi}};

CandidateKind KindOf(IdentifierKind kind) {
  switch (kind) {
    case IdentifierKind::kEc:
      return CandidateKind::kEcNumber;
    case IdentifierKind::kUn:
      return CandidateKind::kUnNumber;
    case IdentifierKind::kDea:
      return CandidateKind::kDeaCode;
    case IdentifierKind::kInchiKey:
      return CandidateKind::kInchiKey;
    case IdentifierKind::kInchi:
      break;
  }
  return CandidateKind::kInchi;
}

Dictionary DictionaryOf(const Database& database) {
  Dictionary out;
  const std::vector<Substance>& substances = database.substances();
  for (size_t s = 0; s < substances.size(); ++s) {
    const Substance& substance = substances[s];
    const auto index = static_cast<uint32_t>(s);
    for (const SubstanceName& name : substance.names) {
      out.names.push_back({index, -1, name.text, name.kind, name.certainty, name.language});
    }
    if (!substance.cas_rn.empty()) out.cas_rns.push_back({index, -1, substance.cas_rn});
    for (const SubstanceIdentifier& id : substance.identifiers) {
      for (const auto& [word, kind] : kIdentifierKinds) {
        if (id.kind == word) out.identifiers.push_back({index, id.form, kind, id.value, id.certainty});
      }
    }
    for (size_t f = 0; f < substance.forms.size(); ++f) {
      const SubstanceForm& form = substance.forms[f];
      const auto form_index = static_cast<int32_t>(f);
      if (!form.name.empty()) out.names.push_back({index, form_index, form.name, form.kind, 1, "en"});
      if (!form.cas_rn.empty()) {
        out.cas_rns.push_back({index, form_index, form.cas_rn, form.kind == "ester"});
      }
    }
  }
  return out;
}

std::string CasText(uint64_t digits) {
  const std::string text = std::to_string(digits);
  const size_t n = text.size();
  return Concat(text.substr(0, n - 3), "-", text.substr(n - 3, 2), "-", text.substr(n - 1));
}

std::string Percent(double certainty) {
  char buffer[16];
  std::snprintf(buffer, sizeof(buffer), "%.0f%%", certainty * 100);
  return buffer;
}

}  // namespace

struct TextIdentifier::Impl {
  explicit Impl(const Dictionary& dictionary) : names(dictionary) {}

  CompiledNames names;
  Neighbours neighbours;
  ShortenedNames shortened{names};
  ContextRules context;
  OtherSenses senses;
};

struct TextIdentifier::Scratch::Impl {
  NormalisedText text;
  std::vector<NameMatch> matches;
  std::vector<uint32_t> deep;
  std::vector<SystematicSpan> spans;
  std::vector<NamedStructure> unlisted;
  std::vector<CasMention> cas;
  std::vector<IdentifierMention> identifiers;
  GoodsCodeMention goods_code;
  LineContext line;
  // What `text` and `line` were made from: a span of the same line is judged without reading it again.
  std::string original, hs_code;
  bool context_read = false;

  void Normalise(std::string_view from) {
    original.assign(from);
    context_read = false;
    NormaliseText(from, text);
  }
  void ReadContext(const ContextRules& rules, std::string_view declared) {
    if (context_read && hs_code == declared) return;
    hs_code.assign(declared);
    rules.Read(original, text, declared.empty() ? goods_code.digits : declared, line);
    context_read = true;
  }
};

TextIdentifier::Scratch::Scratch() : impl_(std::make_unique<Impl>()) {}
TextIdentifier::Scratch::~Scratch() = default;

TextIdentifier::TextIdentifier(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TextIdentifier::~TextIdentifier() = default;

absl::StatusOr<std::unique_ptr<const TextIdentifier>> TextIdentifier::Build(
    std::shared_ptr<const Database> database) {
  if (database == nullptr) return absl::InvalidArgumentError("no database");
  return Build(DictionaryOf(*database));
}

absl::StatusOr<std::unique_ptr<const TextIdentifier>> TextIdentifier::Build(const Dictionary& dictionary) {
  if (dictionary.names.empty() && dictionary.cas_rns.empty()) {
    return absl::InvalidArgumentError("the dictionary holds no name and no CAS RN");
  }
  return std::unique_ptr<const TextIdentifier>(new TextIdentifier(std::make_unique<Impl>(dictionary)));
}

std::string TextIdentifier::Normalise(std::string_view text) const {
  NormalisedText normalised;
  NormaliseText(text, normalised);
  return Readable(normalised);
}

Vagueness TextIdentifier::VaguenessOfLast(const Scratch& scratch) {
  return MeasureVagueness(scratch.impl_->text);
}

bool TextIdentifier::NamesChemicalInLast(const Scratch& scratch) {
  const Scratch::Impl& s = *scratch.impl_;
  return std::any_of(s.cas.begin(), s.cas.end(), [](const CasMention& mention) { return mention.valid; }) ||
         std::any_of(s.spans.begin(), s.spans.end(), IsPlainSystematicName);
}

const std::vector<NamedStructure>& TextIdentifier::UnlistedStructuresOfLast(const Scratch& scratch) {
  return scratch.impl_->unlisted;
}

const GoodsCodeMention& TextIdentifier::GoodsCodeOfLast(const Scratch& scratch) {
  return scratch.impl_->goods_code;
}

std::vector<std::string> TextIdentifier::OtherMeaningsOf(std::string_view name) const {
  NormalisedText text;
  NormaliseText(name, text);
  return impl_->senses.MeaningsOf(text.text());
}

namespace {

// One line's search.
class Line {
 public:
  Line(std::string_view original, const NormalisedText& text, const CompiledNames& names,
       const Neighbours& neighbours, const ContextRules& context, const OtherSenses& senses,
       LineContext& line, const std::vector<CasMention>& cas, std::vector<Candidate>& out)
      : original_(original),
        text_(text),
        names_(names),
        neighbours_(neighbours),
        context_(context),
        senses_(senses),
        cas_(cas),
        line_(line),
        out_(out),
        first_(out.size()) {}

  void AddCas(bool name_beside) {
    for (const CasMention& mention : cas_) {
      const bool listed = mention.valid && names_.FindCas(mention.digits) != nullptr;
      line_.any_cas =
          line_.any_cas || (mention.valid && (mention.labelled || !mention.short_number || listed));
    }
    for (const CasMention& mention : cas_) {
      if (mention.valid) {
        AddListed(mention);
      } else {
        AddNearMiss(mention, name_beside);
      }
    }
  }

  void AddIdentifiers(const std::vector<IdentifierMention>& mentions) {
    for (const IdentifierMention& mention : mentions) {
      for (const IdentifierTarget& target : *mention.targets) AddIdentifier(mention, target);
    }
  }

  void AddNames(const std::vector<NameMatch>& matches) {
    matches_ = &matches;
    line_.names.clear();
    for (const NameMatch& match : matches) {
      const CompiledName& name = names_.names()[match.name];
      const bool plain = !match.fuzzy && name.certainty >= kPlainName;
      line_.names.push_back({match.begin, match.end, name.substance, plain});
    }
    for (const NameMatch& match : matches) AddName(match);
  }

  // "sassafras oil, safrole removed": what the line denies of a substance it denies of the doubtful names
  // too.
  void SpreadDenials() {
    const size_t end = out_.size();
    for (size_t k = first_; k < end; ++k) {
      const Candidate& denied = out_[k];
      if (denied.kind != CandidateKind::kName || denied.prior < kPlainName || denied.certainty > kDenied)
        continue;
      for (size_t j = first_; j < end; ++j) {
        Candidate& other = out_[j];
        if (other.kind != CandidateKind::kName || other.substance != denied.substance ||
            other.prior >= kPlainName) {
          continue;
        }
        other.certainty *= kDenied;
        AppendTo(other.reason, other.reason.empty() ? "" : "; ", "lowered: the line denies \"",
                 denied.matched_name, "\"");
      }
    }
  }

  void Finish() {
    SpreadDenials();
    const auto begin = out_.begin() + static_cast<std::ptrdiff_t>(first_);
    // Same place, same substance: the surest first, then the one that says more.
    std::stable_sort(begin, out_.end(), [](const Candidate& a, const Candidate& b) {
      if (a.start != b.start) return a.start < b.start;
      if (a.end != b.end) return a.end > b.end;
      if (a.substance != b.substance) return a.substance < b.substance;
      if (a.certainty != b.certainty) return a.certainty > b.certainty;
      return a.form > b.form;
    });
    out_.erase(std::unique(begin, out_.end(),
                           [](const Candidate& a, const Candidate& b) {
                             return a.start == b.start && a.end == b.end && a.substance == b.substance;
                           }),
               out_.end());
  }

 private:
  Candidate At(size_t begin, size_t end) const {
    Candidate candidate;
    candidate.start = text_.Start(begin);
    candidate.end = text_.End(end - 1);
    // "(1R,2S)-...": the bracket that closes inside opens right before.
    if (candidate.start > 0 && original_[candidate.start - 1] == '(') {
      const std::string_view span = original_.substr(candidate.start, candidate.end - candidate.start);
      const size_t close = span.find(')');
      if (close != std::string_view::npos && span.find('(') > close) --candidate.start;
    }
    return candidate;
  }

  double Judge(const ContextRules::Subject& subject, std::string& reason, bool& companion) const {
    return context_.Judge(text_, line_, subject, reason, companion);
  }

  void AddListed(const CasMention& mention) {
    const std::vector<CasTarget>* targets = names_.FindCas(mention.digits);
    if (targets == nullptr) return;
    for (const CasTarget& target : *targets) {
      cas_substances_.push_back(target.substance);
      Candidate candidate = At(mention.begin, mention.end);
      candidate.kind = CandidateKind::kCasRn;
      candidate.substance = target.substance;
      candidate.form = target.form;
      candidate.ester = target.ester;
      candidate.matched_name = CasText(mention.digits);
      candidate.reason =
          mention.labelled ? "CAS RN, labelled, check digit agrees" : "CAS RN, check digit agrees";
      ContextRules::Subject subject;
      subject.begin = mention.begin;
      subject.end = mention.end;
      subject.is_number = true;
      subject.prior = mention.labelled ? kCasLabelled : mention.short_number ? kCasShort : kCasPlain;
      bool companion = false;
      candidate.prior = subject.prior;
      candidate.certainty = Judge(subject, candidate.reason, companion);
      out_.push_back(std::move(candidate));
    }
  }

  void AddIdentifier(const IdentifierMention& mention, const IdentifierTarget& target) {
    Candidate candidate = At(mention.begin, mention.end);
    candidate.kind = KindOf(mention.kind);
    candidate.substance = target.substance;
    candidate.form = mention.skeleton_only ? -1 : target.form;
    ContextRules::Subject subject;
    subject.begin = mention.begin;
    subject.end = mention.end;
    subject.is_number = true;
    subject.prior = target.certainty;
    switch (mention.kind) {
      case IdentifierKind::kEc:
        candidate.reason = "EC number, check digit agrees";
        if (!mention.labelled) subject.prior *= kEcPlain;
        break;
      case IdentifierKind::kUn:
        candidate.reason = "UN number";
        break;
      case IdentifierKind::kDea:
        candidate.reason = "DEA chemical code";
        break;
      case IdentifierKind::kInchiKey:
        candidate.reason =
            mention.skeleton_only
                ? "InChIKey, first block agrees: the same skeleton, other stereo, isotopes or charge"
                : "InChIKey";
        if (mention.skeleton_only) subject.prior *= kSkeletonKey;
        break;
      case IdentifierKind::kInchi:
        candidate.reason = "InChI, formula, connections and hydrogens agree";
        candidate.salt_word = mention.component;
        break;
    }
    bool companion = false;
    candidate.prior = subject.prior;
    candidate.certainty = Judge(subject, candidate.reason, companion);
    out_.push_back(std::move(candidate));
  }

  void AddNearMiss(const CasMention& mention, bool name_beside) {
    const uint64_t nearest = NearestListedCas(names_, mention.digits);
    if (nearest == 0) return;
    std::string reason = Concat("check digit does not agree; one digit from ", CasText(nearest));
    ContextRules::Subject subject;
    subject.begin = mention.begin;
    subject.end = mention.end;
    subject.prior = kNearMiss;
    subject.is_number = true;
    bool companion = false;
    const double certainty = Judge(subject, reason, companion);
    if (!mention.labelled && !companion && !name_beside) return;
    for (const CasTarget& target : *names_.FindCas(nearest)) {
      Candidate candidate = At(mention.begin, mention.end);
      candidate.kind = CandidateKind::kCasRnNearMiss;
      candidate.substance = target.substance;
      candidate.form = target.form;
      candidate.ester = target.ester;
      candidate.matched_name = CasText(nearest);
      candidate.prior = kNearMiss;
      candidate.certainty = std::min(certainty, 0.5);  // a slip in a number stays a guess
      candidate.reason = reason;
      out_.push_back(std::move(candidate));
    }
  }

  // "(+)-ephedrine" is a form of its own, and "ephedrine" is the same letters: the sign in the text has to be
  // the same.
  bool SignAgrees(const NameMatch& match, const CompiledName& name) const {
    if (name.sign.empty()) return true;
    const std::string_view before = original_.substr(0, text_.Start(match.begin));
    const size_t at = before.rfind(name.sign);
    return at != std::string_view::npos && before.size() - at <= name.sign.size() + 2;
  }

  // Another row has the same letters without the sign.
  bool HasUnsignedTwin(const CompiledName& name) const {
    const std::vector<uint32_t>* same = names_.NamesWithKey(name.key);
    return same != nullptr && std::any_of(same->begin(), same->end(), [&](uint32_t k) {
             const CompiledName& other = names_.names()[k];
             return other.sign.empty() && other.substance == name.substance && !other.other;
           });
  }

  bool HasSmallLetter(const NameMatch& match) const {
    const size_t begin = text_.Start(match.begin), end = text_.End(match.end - 1);
    return std::any_of(original_.begin() + static_cast<std::ptrdiff_t>(begin),
                       original_.begin() + static_cast<std::ptrdiff_t>(end),
                       [](char c) { return c >= 'a' && c <= 'z'; });
  }

  // "common bile duct (CBD)", "CBD (common bile duct)": the line's own words that an abbreviation stands for.
  // Empty when there are none, or when they name its substance ("gamma butyrolactone (GBL)").
  std::string_view WordsAbbreviated(const NameMatch& match) const {
    const std::string_view key = text_.text().substr(match.begin, match.end - match.begin);
    const bool letters = std::all_of(key.begin(), key.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (key.size() < kFewestInitials || !letters) return {};
    size_t first = 0;
    while (first < text_.words() && text_.WordStart(first) < match.begin) ++first;
    const auto stand_from = [&](size_t word) -> std::string_view {
      if (word + key.size() > text_.words()) return {};
      for (size_t k = 0; k < key.size(); ++k) {
        const size_t begin = text_.WordStart(word + k);
        if (text_.text()[begin] != key[k] || WordEnd(text_, begin) == begin + 1) return {};
        if (k > 0 && (text_.Gap(begin) & (gap::kStrong | gap::kComma)) != 0) return {};
      }
      const size_t begin = text_.WordStart(word);
      const size_t end = WordEnd(text_, text_.WordStart(word + key.size() - 1));
      const uint32_t own = names_.names()[match.name].substance;
      for (const NameMatch& other : *matches_) {
        if (other.begin < end && other.end > begin && names_.names()[other.name].substance == own) return {};
      }
      return original_.substr(text_.Start(begin), text_.End(end - 1) - text_.Start(begin));
    };
    const auto bracket = [&](size_t i, uint8_t kind) { return (text_.Gap(i) & kind) != 0; };
    if (bracket(match.begin, gap::kOpen) && first >= key.size()) {
      const std::string_view words = stand_from(first - key.size());
      if (!words.empty()) return words;
    }
    return bracket(match.end, gap::kOpen) ? stand_from(first + 1) : std::string_view();
  }

  void AddName(const NameMatch& match) {
    const CompiledName& name = names_.names()[match.name];
    const bool sign_agrees = SignAgrees(match, name);
    if (!sign_agrees && HasUnsignedTwin(name)) return;
    Candidate candidate = At(match.span.begin, match.span.end);
    candidate.kind = match.fuzzy ? CandidateKind::kFuzzyName : CandidateKind::kName;
    candidate.substance = name.substance;
    candidate.form = sign_agrees ? name.form : -1;
    candidate.salt_word = match.span.salt || name.salt;
    candidate.ester = match.ester;
    candidate.matched_name = name.text;
    ContextRules::Subject subject;
    subject.begin = match.span.begin;
    subject.end = match.span.end;
    subject.prior = name.certainty * (match.fuzzy        ? kFuzzy
                                      : match.several    ? kOneOfSeveral
                                      : match.systematic ? kSystematic
                                                         : 1);
    if (match.shortened) subject.prior *= kShortened;
    subject.salt_word = name.abbreviation && neighbours_.IsSaltWord(name.key);
    subject.fuzzy = match.fuzzy;
    subject.variant = match.variant;
    subject.spelled = match.spelled;
    subject.inside_guess = match.inside_guess;
    subject.anion = match.anion;
    subject.abbreviation = name.abbreviation;
    subject.substance = name.substance;
    subject.model = name.abbreviation && match.end < text_.size() && text_.Gap(match.end) == gap::kHyphen &&
                    text_.text()[match.end] >= '0' && text_.text()[match.end] <= '9';
    if (name.certainty < 1) {
      subject.other_sense = senses_.SpelledOut(text_, cas_, name.key, match.begin, match.end);
      if (subject.other_sense.empty() && name.abbreviation) subject.other_sense = WordsAbbreviated(match);
    }
    subject.lower_case =
        name.abbreviation && name.letters <= kCapitalLetters && HasSmallLetter(match) &&
        std::none_of(name.text.begin(), name.text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    subject.own_cas =
        std::find(cas_substances_.begin(), cas_substances_.end(), name.substance) != cas_substances_.end();
    subject.other_cas = !cas_substances_.empty() && !subject.own_cas;
    if (match.fuzzy) {
      AppendTo(candidate.reason, match.two_slips ? "two slips" : "one letter", " from \"", name.text, "\"");
    } else if (match.shortened) {
      AppendTo(candidate.reason, "\"", name.text, "\" with words cut short");
    } else if (match.systematic) {
      AppendTo(candidate.reason, "read as a systematic name: the structure of \"", name.text, "\"",
               match.several ? ", one of several that differ by stereo" : "");
    } else if (name.certainty < 1) {
      AppendTo(candidate.reason, "\"", name.text, "\" alone means it in ", Percent(name.certainty),
               " of descriptions");
    }
    if (match.turned_round) {
      AppendTo(candidate.reason, candidate.reason.empty() ? "" : "; ", "\"", name.text, "\" turned round");
    }
    bool companion = false;
    candidate.prior = subject.prior;
    candidate.certainty = Judge(subject, candidate.reason, companion);
    // An abbreviation in small letters, or written another way, is a word of prose or somebody's initials
    // unless something chemical stands by.
    if (match.needs_company && !companion) return;
    const bool initials = subject.spelled && name.letters <= kInitials;
    if ((subject.lower_case || subject.variant || initials) && !companion) return;
    if (subject.spelled && HasSmallLetter(match)) return;
    out_.push_back(std::move(candidate));
  }

  std::string_view original_;
  const NormalisedText& text_;
  const CompiledNames& names_;
  const Neighbours& neighbours_;
  const ContextRules& context_;
  const OtherSenses& senses_;
  const std::vector<CasMention>& cas_;
  LineContext& line_;
  std::vector<Candidate>& out_;
  size_t first_;
  std::vector<uint32_t> cas_substances_;
  const std::vector<NameMatch>* matches_ = nullptr;
};

}  // namespace

void TextIdentifier::Identify(std::string_view text, const TextContext& context, Scratch& scratch,
                              std::vector<Candidate>& out) const {
  Scratch::Impl& s = *scratch.impl_;
  text = text.substr(0, limits::kDescriptionBytes);
  s.Normalise(text);
  s.matches.clear();
  s.cas.clear();
  MatchNames(s.text, impl_->names, impl_->neighbours, s.matches, s.deep);
  MatchFuzzyNames(s.text, impl_->names, impl_->neighbours, s.deep, s.matches);
  impl_->shortened.Match(text, s.text, impl_->neighbours, s.matches);
  FindSystematicSpans(text, s.text, s.spans);
  MatchSystematicNames(text, s.text, s.spans, impl_->names, impl_->neighbours, s.matches, s.unlisted);
  KeepLongest(impl_->names, s.matches);
  ScanCasRns(s.text, s.cas);
  s.identifiers.clear();
  ScanIdentifiers(text, s.text, impl_->names, s.identifiers);
  s.goods_code = FindGoodsCode(s.text);
  if (s.matches.empty() && s.cas.empty() && s.identifiers.empty()) return;
  s.ReadContext(impl_->context, context.hs_code);
  Line line(text, s.text, impl_->names, impl_->neighbours, impl_->context, impl_->senses, s.line, s.cas, out);
  line.AddCas(!s.matches.empty());
  line.AddIdentifiers(s.identifiers);
  line.AddNames(s.matches);
  line.Finish();
}

double TextIdentifier::JudgeSpan(std::string_view text, const TextContext& context, size_t start, size_t end,
                                 double prior, Scratch& scratch, std::string& reason) const {
  Scratch::Impl& s = *scratch.impl_;
  text = text.substr(0, limits::kDescriptionBytes);
  if (text != s.original) {
    s.Normalise(text);
    s.goods_code = FindGoodsCode(s.text);
  }
  s.ReadContext(impl_->context, context.hs_code);
  ContextRules::Subject subject;
  while (subject.begin < s.text.size() && s.text.Start(subject.begin) < start) ++subject.begin;
  subject.end = subject.begin;
  while (subject.end < s.text.size() && s.text.End(subject.end) <= end) ++subject.end;
  if (subject.begin == subject.end) return 0;
  subject.prior = prior;
  bool companion = false;
  return impl_->context.Judge(s.text, s.line, subject, reason, companion);
}

}  // namespace tidewaiter
