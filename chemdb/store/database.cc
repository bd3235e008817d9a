#include "chemdb/store/database.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/sha256.h"
#include "chemdb/store/described.h"

namespace tidewaiter {
namespace {

std::string DayText(const std::optional<Date>& day) { return day ? FormatIsoDate(*day) : std::string(); }

std::string Lower(std::string_view text) { return absl::AsciiStrToLower(AsAbsl(text)); }

// 17 digits tell all doubles apart.
void AddNumber(Sha256& hash, double value) { hash.AddField(absl::StrFormat("%.17g", value)); }

template <typename... Fields>
void AddFields(Sha256& hash, const Fields&... fields) {
  (hash.AddField(fields), ...);
}

void AddRow(Sha256& hash, const Substance& s) {
  AddFields(hash, "substance", s.id, s.name, s.cas_rn, s.smiles, s.racemic ? "racemic" : "", s.formula,
            s.systematic_name, s.source);
  for (const SubstanceName& n : s.names) {
    AddFields(hash, "name", n.text, n.language, n.kind, n.source);
    AddNumber(hash, n.certainty);
  }
  for (const SubstanceForm& f : s.forms) {
    AddFields(hash, "form", f.kind, f.name, f.cas_rn, f.smiles, f.source);
  }
  for (const SubstanceIdentifier& i : s.identifiers) {
    AddFields(hash, "identifier", i.kind, i.value, i.source);
    AddNumber(hash, i.form);
    AddNumber(hash, i.certainty);
  }
}

void AddRow(Sha256& hash, const Listing& l) {
  AddFields(hash, "listing", l.id, SubjectKindName(l.subject_kind), l.subject, l.instrument, l.schedule,
            SeverityName(l.severity), l.next_step, FormatScopes(l.scope), l.scope_text,
            DayText(l.in_force_from), DateEvidenceName(l.from_evidence), DayText(l.in_force_to),
            l.in_force_to ? DateEvidenceName(l.to_evidence) : "", DirectionName(l.direction), l.goods_code,
            l.citation, l.source_ids, l.source, l.note);
  for (const std::string& country : l.counterparts) AddFields(hash, "counterpart", country);
  if (l.mixture_limit) {
    AddFields(hash, "mixture_limit");
    AddNumber(hash, *l.mixture_limit);
  }
  for (const Threshold& t : l.thresholds) {
    AddFields(hash, "threshold", t.unit, t.window, TrafficName(t.traffic), t.citation);
    AddNumber(hash, t.quantity);
  }
}

void AddRow(Sha256& hash, const Instrument& i) {
  AddFields(hash, "instrument", i.id, i.jurisdiction, i.title, i.citation, i.address, i.licence,
            DayText(i.consolidated_to), i.source_ids);
}

template <typename Row>
std::string RowDigest(const Row& row) {
  Sha256 hash;
  AddRow(hash, row);
  return hash.Hex();
}

}  // namespace

std::string DigestOf(const Substance& substance) { return RowDigest(substance); }
std::string DigestOf(const Listing& listing) { return RowDigest(listing); }
std::string DigestOf(const Instrument& instrument) { return RowDigest(instrument); }

std::string DigestOf(const DatabaseContent& content) {
  Sha256 hash;
  AddFields(hash, "tidewaiter content 1");
  for (const auto& [id, name] : content.jurisdictions) AddFields(hash, "jurisdiction", id, name);
  for (const auto& [country, id] : content.territories) AddFields(hash, "territory", country, id);
  for (const Source& s : content.sources) {
    AddFields(hash, "source", s.id, s.title, s.publisher, s.address, s.licence, s.seen_on);
  }
  for (const Instrument& i : content.instruments) AddRow(hash, i);
  for (const Substance& s : content.substances) AddRow(hash, s);
  for (const ComponentRow& c : content.components) AddFields(hash, "component", c.name, c.kind, c.smiles);
  for (const GoodsCode& g : content.goods_codes) {
    AddFields(hash, "goods_code", g.code, g.edition, content.substances[g.substance].id);
    AddNumber(hash, g.certainty);
  }
  for (const Listing& l : content.listings) AddRow(hash, l);
  return hash.Hex();
}

Database::Database(DatabaseContent content, std::shared_ptr<const DescribedStructures> described)
    : content_(std::move(content)), digest_(DigestOf(content_)), described_(std::move(described)) {
  if (described_ == nullptr) described_ = std::make_shared<const DescribedStructures>();
  for (size_t i = 0; i < content_.substances.size(); ++i) substance_by_id_[content_.substances[i].id] = i;
  std::map<std::string_view, std::optional<Date>> consolidated_to;
  for (const Instrument& instrument : content_.instruments) {
    consolidated_to[instrument.id] = instrument.consolidated_to;
  }
  for (size_t i = 0; i < content_.listings.size(); ++i) {
    Listing& listing = content_.listings[i];
    listing.consolidated_to = consolidated_to[listing.instrument];
    listings_by_subject_[{listing.subject_kind, listing.subject}].push_back(i);
  }
}

std::shared_ptr<const Database> Database::FromContent(DatabaseContent content,
                                                      std::shared_ptr<const DescribedStructures> described) {
  return std::shared_ptr<const Database>(new Database(std::move(content), std::move(described)));
}

std::optional<size_t> Database::FindSubstance(std::string_view id) const {
  const auto it = substance_by_id_.find(id);
  return it == substance_by_id_.end() ? std::nullopt : std::optional<size_t>(it->second);
}

std::vector<size_t> Database::FindSubstances(std::string_view query) const {
  const std::string wanted = Lower(query);
  std::vector<size_t> out;
  for (size_t i = 0; i < content_.substances.size(); ++i) {
    const Substance& s = content_.substances[i];
    const bool found =
        Lower(s.id) == wanted || s.cas_rn == query || Lower(s.name) == wanted ||
        Lower(s.systematic_name) == wanted ||
        std::any_of(s.names.begin(), s.names.end(),
                    [&](const SubstanceName& n) { return n.text == query || Lower(n.text) == wanted; }) ||
        std::any_of(s.forms.begin(), s.forms.end(),
                    [&](const SubstanceForm& f) { return f.cas_rn == query || Lower(f.name) == wanted; });
    if (found && !query.empty()) out.push_back(i);
  }
  return out;
}

const std::vector<size_t>& Database::ListingsOf(SubjectKind kind, std::string_view subject) const {
  static const std::vector<size_t>* const none = new std::vector<size_t>();
  const auto it = listings_by_subject_.find({kind, std::string(subject)});
  return it == listings_by_subject_.end() ? *none : it->second;
}

}  // namespace tidewaiter
