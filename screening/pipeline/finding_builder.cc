#include "screening/pipeline/finding_builder.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "absl/strings/str_format.h"

#include "chemdb/base/concat.h"
#include "screening/pipeline/disposition.h"
#include "screening/pipeline/words.h"

namespace tidewaiter {
namespace {

Relation RelationOf(const IdentityHit& hit) {
  // The finest level that holds, named by the step that leads farthest from the listed drawing.
  if (hit.is_mixture) return Relation::kMixtureComponent;
  if (hit.is_ester) return Relation::kClassMember;
  if (hit.is_tautomer) return Relation::kTautomer;
  if (hit.stereo != StereoAgreement::kSame) return Relation::kStereoisomer;
  if (hit.is_isotopologue) return Relation::kIsotopologue;
  if (hit.is_salt || hit.is_solvate || hit.is_hydrate_drawing) return Relation::kSaltOrSolvate;
  return Relation::kExact;
}

FoundForm FormOf(const IdentityHit& hit) {
  FoundForm form;
  form.is_salt = hit.is_salt;
  form.is_ester = hit.is_ester;
  form.is_other_stereoisomer =
      hit.stereo == StereoAgreement::kEnantiomer || hit.stereo == StereoAgreement::kDiastereomer;
  return form;
}

bool SameForm(const FoundForm& a, const FoundForm& b) {
  return a.is_salt == b.is_salt && a.is_ester == b.is_ester &&
         a.is_other_stereoisomer == b.is_other_stereoisomer && a.needed_scope == b.needed_scope;
}

// Whether the listing's words of scope cover a masked form.
bool Reaches(const Listing& listing, const std::optional<uint32_t>& scope) {
  return scope && (listing.scope & *scope) == *scope;
}

// The words first, then the structure they were read as.
void AddEvidence(const StructureOrigin& origin, const std::vector<int>& atoms,
                 std::vector<Evidence>& evidence) {
  if (origin.written) evidence.push_back(*origin.written);
  evidence.push_back(StructureEvidence{std::string(origin.structure), atoms});
}

std::string Explained(const StructureOrigin& origin, std::string how) {
  return origin.explanation.empty() ? how : Concat(origin.explanation, "; ", how);
}

}  // namespace

double CertaintyOf(const IdentityHit& hit) {
  // A drawing is what it is; two things leave room for doubt.
  if (hit.stereo == StereoAgreement::kOpenInInput) return 0.8;
  if (hit.is_isotopologue) return 0.9;
  return 1.0;
}

FindingBuilder::FindingBuilder(const EngineParts& parts, const LawQuestion& question, bool explain,
                               PointedAt& pointed_at)
    : parts_(parts), question_(question), explain_(explain), pointed_at_(pointed_at) {}

void FindingBuilder::SetQuantity(std::optional<double> net_kilograms,
                                 const std::optional<Quantity>& quantity) {
  kilograms_ = net_kilograms;
  if (quantity) litres_ = quantity->litres;
}

FindingBuilder::Hit& FindingBuilder::HitFor(SubjectKind kind, uint32_t index, Relation relation,
                                            const FoundForm& form) {
  for (Hit& hit : hits_) {
    if (hit.kind == kind && hit.index == index && hit.relation == relation && SameForm(hit.form, form))
      return hit;
  }
  (kind == SubjectKind::kClass ? pointed_at_.classes : pointed_at_.substances).push_back(index);
  Hit hit;
  hit.kind = kind;
  hit.index = index;
  hit.relation = relation;
  hit.form = form;
  hits_.push_back(std::move(hit));
  return hits_.back();
}

void FindingBuilder::AddClassesOf(uint32_t substance, const FoundForm& form, double certainty,
                                  const Evidence& evidence, std::string_view what) {
  for (const ClassHit& member : parts_.judge->ClassesOf(substance)) {
    FoundForm member_form = form;
    member_form.needed_scope = member.needed_scope;
    Hit& hit =
        HitFor(SubjectKind::kClass, static_cast<uint32_t>(member.rule), Relation::kClassMember, member_form);
    if (hit.evidence.empty()) {
      hit.what = Concat(what, ", ", member.meaning);
      hit.explanation = Concat("member by ", member.citation);
    }
    hit.certainty = 1 - (1 - hit.certainty) * (1 - certainty);
    hit.evidence.push_back(evidence);
  }
}

void FindingBuilder::AddStructure(const StructureOrigin& origin, const StructureVerdict& verdict) {
  if (origin.certainty < kReportCertainty) return;
  const auto& substances = parts_.database->substances();
  for (const ClassHit& member : verdict.classes) {
    FoundForm form;
    form.is_salt = member.is_salt;
    form.needed_scope = member.needed_scope;
    Hit& hit = HitFor(SubjectKind::kClass, static_cast<uint32_t>(member.rule), Relation::kClassMember, form);
    if (hit.certainty < origin.certainty) {
      hit.certainty = origin.certainty;
      hit.what = Concat(origin.what, " is ", member.is_salt ? "a salt of " : "", member.meaning);
    }
    hit.explanation = Explained(origin, Concat("member by ", member.citation));
    AddEvidence(origin, member.atoms, hit.evidence);
  }
  for (const IdentityHit& identity : verdict.identities) {
    const FoundForm form = FormOf(identity);
    const double certainty = origin.certainty * CertaintyOf(identity);
    const std::string words = DescribeRelation(identity, substances[identity.substance].name);
    Hit& hit = HitFor(SubjectKind::kSubstance, identity.substance, RelationOf(identity), form);
    if (hit.certainty < certainty) {
      hit.certainty = certainty;
      hit.what = Concat(origin.what, " is ", words);
    }
    hit.explanation = Explained(origin, Concat("listed structure ", substances[identity.substance].smiles));
    AddEvidence(origin, identity.atoms, hit.evidence);
    // A drawing that only the listed side knows (tautomer, hydrate) still belongs to the substance's classes.
    if (identity.is_tautomer || identity.is_hydrate_drawing) {
      const auto& classes = parts_.judge->ClassesOf(identity.substance);
      const bool seen = std::any_of(classes.begin(), classes.end(), [&](const ClassHit& member) {
        return std::any_of(verdict.classes.begin(), verdict.classes.end(),
                           [&](const ClassHit& found) { return found.rule == member.rule; });
      });
      if (!seen) AddClassesOf(identity.substance, form, certainty, hit.evidence.back(), hit.what);
    }
  }
  for (const MaskedHit& masked : verdict.masked) AddMasked(origin, masked);
  for (const std::vector<AnalogueHit>& neighbours : verdict.analogues) {
    for (const AnalogueHit& neighbour : neighbours) pointed_at_.substances.push_back(neighbour.substance);
    auto analogue = AdviseAnalogue(Advice(), origin.structure, origin.what, neighbours);
    if (!analogue) continue;
    if (origin.written) analogue->evidence.insert(analogue->evidence.begin(), *origin.written);
    analogue->certainty = std::round(analogue->certainty * origin.certainty * 100) / 100;
    analogue->explanation = Explained(origin, analogue->explanation);
    analogues_.push_back(*std::move(analogue));
  }
}

void FindingBuilder::AddMasked(const StructureOrigin& origin, const MaskedHit& masked) {
  const Substance& substance = parts_.database->substances()[masked.identity.substance];
  pointed_at_.substances.push_back(masked.identity.substance);
  Hit hit;
  hit.index = masked.identity.substance;
  hit.relation = Relation::kMasked;
  hit.form = FormOf(masked.identity);
  hit.certainty = origin.certainty * CertaintyOf(masked.identity);
  hit.what = Concat(origin.what, " is ", DescribeRelation(masked.identity, substance.name), ", masked by ",
                    masked.masks);
  hit.explanation = Explained(
      origin, Concat("without the protecting groups it is the listed structure ", substance.smiles));
  AddEvidence(origin, masked.identity.atoms, hit.evidence);
  hit.evidence.push_back(StructureEvidence{std::string(origin.structure), masked.atoms, "protecting group"});
  hit.masked_scope = masked.needed_scope;
  hits_.push_back(std::move(hit));
}

void FindingBuilder::AddCandidate(Field field, std::string_view text, const Candidate& candidate) {
  if (candidate.certainty < kReportCertainty) return;
  const Substance& substance = parts_.database->substances()[candidate.substance];
  FoundForm form;
  const std::string_view kind =
      candidate.form >= 0 ? substance.forms[static_cast<size_t>(candidate.form)].kind : std::string_view();
  form.is_salt = candidate.salt_word || kind == "salt";
  const bool hydrate = !form.is_salt && (kind == "hydrate" || kind == "solvate");
  form.is_ester = candidate.ester;
  const bool labelled = kind == "isotopologue";
  const Relation relation = candidate.ester           ? Relation::kClassMember
                            : form.is_salt || hydrate ? Relation::kSaltOrSolvate
                            : labelled                ? Relation::kIsotopologue
                                                      : Relation::kExact;
  const std::string_view found = text.substr(candidate.start, candidate.end - candidate.start);
  const Evidence evidence = EvidenceAt(field, text, candidate.start, candidate.end);

  std::string how;
  switch (candidate.kind) {
    case CandidateKind::kCasRn:
      how = "CAS RN of";
      break;
    case CandidateKind::kCasRnNearMiss:
      how = "one digit away from the CAS RN of";
      break;
    case CandidateKind::kFuzzyName:
      how = "looks like a misspelling of a name of";
      break;
    case CandidateKind::kEcNumber:
      how = "EC number of";
      break;
    case CandidateKind::kUnNumber:
      how = "UN number of";
      break;
    case CandidateKind::kDeaCode:
      how = "DEA code of";
      break;
    case CandidateKind::kInchiKey:
      how = "InChIKey of";
      break;
    case CandidateKind::kInchi:
      how = "InChI of";
      break;
    default:
      how = candidate.certainty < kActCertainty ? "may mean" : "means";
      break;
  }
  const std::string what = Concat("\"", found, "\" ", how,
                                  candidate.ester ? " an ester of "
                                  : form.is_salt  ? " a salt of "
                                  : labelled      ? " isotope-labelled "
                                                  : " ",
                                  substance.name);
  Hit& hit = HitFor(SubjectKind::kSubstance, candidate.substance, relation, form);
  if (candidate.certainty > hit.certainty || hit.what.empty()) {
    hit.what = what;
  }
  hit.certainty = 1 - (1 - hit.certainty) * (1 - candidate.certainty);
  hit.evidence.push_back(evidence);
  if (!candidate.reason.empty()) {
    AppendTo(hit.explanation, hit.explanation.empty() ? "" : "; ", candidate.reason);
  }
  const double certainty = candidate.certainty;
  for (const uint32_t acid : parts_.judge->AcidsOf(candidate.substance)) {
    FoundForm ester = form;
    ester.is_ester = true;
    Hit& as_ester = HitFor(SubjectKind::kSubstance, acid, Relation::kClassMember, ester);
    as_ester.what = Concat(what, ", an ester of ", parts_.database->substances()[acid].name);
    as_ester.certainty = 1 - (1 - as_ester.certainty) * (1 - certainty);
    as_ester.evidence.push_back(evidence);
  }
  AddClassesOf(candidate.substance, form, certainty, evidence, what);
}

TextEvidence FindingBuilder::EvidenceAt(Field field, std::string_view text, size_t start, size_t end) const {
  TextEvidence evidence{std::string(FieldName(field)), start, end,
                        std::string(text.substr(start, end - start))};
  if (!explain_) return evidence;
  constexpr size_t kAround = 100;       // bytes on each side; the table shows what fits
  const auto inside = [&](size_t at) {  // of a UTF-8 character
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
  };
  size_t from = start > kAround ? start - kAround : 0;
  while (from < start && inside(from)) ++from;
  size_t to = std::min(text.size(), end + kAround);
  while (to > end && inside(to)) --to;
  evidence.context = std::string(text.substr(from, to - from));
  evidence.context_start = from;
  return evidence;
}

void FindingBuilder::AddGoodsCode(Field field, std::string_view text, size_t start, size_t end,
                                  std::string_view digits) {
  for (const GoodsCode& code : parts_.database->goods_codes()) {
    if (digits.substr(0, code.code.size()) != code.code) continue;
    const Substance& substance = parts_.database->substances()[code.substance];
    const std::string what = Concat("declared HS code ", code.code, " is the subheading of ", substance.name,
                                    " (", code.edition, ")");
    const Evidence evidence = EvidenceAt(field, text, start, end);
    // The code agrees with what text or structure said already, or stands alone.
    const auto known = std::find_if(hits_.begin(), hits_.end(), [&](const Hit& other) {
      return other.kind == SubjectKind::kSubstance && other.index == code.substance && !other.form.is_ester;
    });
    Hit& hit = known != hits_.end()
                   ? *known
                   : HitFor(SubjectKind::kSubstance, code.substance, Relation::kExact, FoundForm{});
    if (hit.what.empty()) hit.what = what;
    hit.certainty = 1 - (1 - hit.certainty) * (1 - code.certainty);
    hit.evidence.push_back(evidence);
    AddClassesOf(code.substance, FoundForm{}, code.certainty, evidence, what);
  }
}

const std::string& FindingBuilder::SubjectId(const Hit& hit) const {
  return hit.kind == SubjectKind::kClass ? parts_.rules->rules()[hit.index].id()
                                         : parts_.database->substances()[hit.index].id;
}

const std::string& FindingBuilder::SubjectName(const Hit& hit) const {
  return hit.kind == SubjectKind::kClass ? parts_.rules->rules()[hit.index].title()
                                         : parts_.database->substances()[hit.index].name;
}

bool FindingBuilder::BelowThreshold(const Listing& listing, std::string& words) const {
  bool any_below = false;
  for (const Threshold& threshold : listing.thresholds) {
    std::optional<double> declared;
    double limit = threshold.quantity;
    if (threshold.unit == "kg") {
      declared = kilograms_;
    } else if (threshold.unit == "g") {
      declared = kilograms_;
      limit /= 1000;
    } else if (threshold.unit == "L") {
      declared = litres_;
    }
    if (!declared) continue;
    if (threshold.traffic == Traffic::kDomestic) continue;  // goods at a border
    if (*declared >= limit) return false;
    any_below = true;
    words = absl::StrFormat("declared quantity is below the threshold of %g %s%s%s", threshold.quantity,
                            threshold.unit, threshold.window.empty() ? "" : " in a ", threshold.window);
  }
  return any_below;
}

std::optional<Finding> FindingBuilder::Judge(Hit& hit) const {
  Finding finding;
  finding.kind = FindingKind::kControl;
  finding.subject = {hit.kind, SubjectId(hit), SubjectName(hit)};
  finding.rule = hit.kind == SubjectKind::kClass ? finding.subject.id : "listed-substance";
  finding.relation = hit.relation;
  finding.certainty = std::round(hit.certainty * 100) / 100;
  finding.evidence = std::move(hit.evidence);
  finding.explanation = hit.explanation;

  std::string in_force;
  std::string threshold_words;
  std::string elsewhere;
  // Treaty first, then by jurisdiction, the order in which people read them.
  std::vector<size_t> listings = parts_.database->ListingsOf(hit.kind, finding.subject.id);
  std::stable_sort(listings.begin(), listings.end(), [&](size_t a, size_t b) {
    const auto& all = parts_.database->listings();
    return std::make_pair(all[a].jurisdiction != "UN", all[a].jurisdiction) <
           std::make_pair(all[b].jurisdiction != "UN", all[b].jurisdiction);
  });
  for (const size_t index : listings) {
    const Listing& listing = parts_.database->listings()[index];
    if (!InScope(listing, hit.form) ||
        (hit.relation == Relation::kMasked && !Reaches(listing, hit.masked_scope)))
      continue;
    if (!question_.Holds(listing)) {
      AppendTo(elsewhere, elsewhere.empty() ? "" : "; ", ListingWords(listing));
      continue;
    }
    finding.listings.push_back(&listing);
    AppendTo(in_force, in_force.empty() ? "" : "; ", ListingWords(listing));
    std::string below;
    const bool is_below = BelowThreshold(listing, below);
    const Severity severity = is_below ? Severity::kInfo : listing.severity;
    if (is_below) threshold_words = std::move(below);
    if (finding.listings.size() == 1 || severity > finding.severity) finding.severity = severity;
    if (is_below || listing.next_step.empty()) continue;
    const std::string step = Concat(listing.jurisdiction, ": ", listing.next_step);
    if (finding.next_step.find(step) == std::string::npos) {
      AppendTo(finding.next_step, finding.next_step.empty() ? "" : "\n", step);
    }
  }
  if (finding.listings.empty() && hit.relation == Relation::kMasked) {
    return AdviseMasked(Advice(), hit.form, hit.what, std::move(finding));
  }
  if (finding.listings.empty()) {
    if (!explain_ || elsewhere.empty()) return std::nullopt;
    finding.kind = FindingKind::kRisk;
    finding.rule = "not-in-force";
    finding.severity = Severity::kInfo;
    finding.message = Capitalised(Concat(hit.what, ". No listing is in force for this route on ",
                                         FormatIsoDate(question_.day()), ". Listed: ", elsewhere, "."));
    return finding;
  }
  finding.message = Capitalised(Concat(hit.what, ". In force: ", in_force, "."));
  if (!threshold_words.empty()) AppendTo(finding.message, " ", Capitalised(threshold_words), ".");
  return finding;
}

AdviceContext FindingBuilder::Advice() const {
  return {*parts_.database, question_, parts_.judge->open_words()};
}

std::vector<Finding> FindingBuilder::Build() {
  // Substances first: what they already cite, a class need not say again, and what is listed by name may be
  // outside a class by the class's own words. Masked forms last: what is listed as it is needs no unmasking.
  std::stable_sort(hits_.begin(), hits_.end(), [](const Hit& a, const Hit& b) {
    return std::make_tuple(a.relation == Relation::kMasked, a.kind, a.form.is_ester) <
           std::make_tuple(b.relation == Relation::kMasked, b.kind, b.form.is_ester);
  });
  std::vector<Finding> out;
  for (Hit& hit : hits_) {
    auto finding = Judge(hit);
    if (!finding) continue;
    if (finding->rule == kMaskedAdvice) {
      // What is controlled as it is needs no advice; its finding says how else it may be read.
      const auto control = std::find_if(out.begin(), out.end(), [&](const Finding& other) {
        return other.kind == FindingKind::kControl && Overlap(other, *finding);
      });
      if (control != out.end()) {
        AppendTo(control->explanation, control->explanation.empty() ? "" : "; ", "also read as: ", hit.what);
        continue;
      }
    }
    if ((hit.kind == SubjectKind::kClass || hit.form.is_ester) && IsSaidAlready(hit, *finding, out)) continue;
    out.push_back(*std::move(finding));
  }
  for (Finding& analogue : analogues_) {
    const bool answered = std::any_of(out.begin(), out.end(), [&](const Finding& other) {
      return (other.kind == FindingKind::kControl || other.rule == kMaskedAdvice) && Overlap(other, analogue);
    });
    if (!answered) out.push_back(std::move(analogue));
  }
  return out;
}

bool FindingBuilder::IsSaidAlready(const Hit& hit, const Finding& finding,
                                   const std::vector<Finding>& before) const {
  const auto cited = [&](const auto& matches) {
    return std::any_of(before.begin(), before.end(), [&](const Finding& other) {
      return other.subject.kind == SubjectKind::kSubstance && other.certainty >= finding.certainty &&
             std::any_of(other.listings.begin(), other.listings.end(), matches);
    });
  };
  static const std::vector<std::string>* const none = new std::vector<std::string>();
  const auto& excluded =
      hit.kind == SubjectKind::kClass ? parts_.rules->rules()[hit.index].not_when_listed_in() : *none;
  if (cited([&](const Listing* listing) {
        return std::find(excluded.begin(), excluded.end(), listing->instrument) != excluded.end();
      })) {
    return true;
  }
  return std::all_of(finding.listings.begin(), finding.listings.end(), [&](const Listing* mine) {
    return cited([&](const Listing* listing) {
      return listing->instrument == mine->instrument && listing->schedule == mine->schedule;
    });
  });
}

}  // namespace tidewaiter
