#include "chemdb/store/diff.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "chemdb/base/concat.h"

namespace tidewaiter {
namespace {

ListingChange Change(ListingChange::Kind kind, const Listing& listing) {
  ListingChange out;
  out.kind = kind;
  out.listing = listing.id;
  out.subject = listing.subject;
  out.jurisdiction = listing.jurisdiction;
  out.schedule = listing.schedule;
  return out;
}

std::string DayText(const std::optional<Date>& day, std::string_view none) {
  return day ? FormatIsoDate(*day) : std::string(none);
}

// "field: before -> after", one after the other.
class Differences {
 public:
  void Compare(std::string_view field, std::string_view before, std::string_view after) {
    if (before != after) {
      Add(field,
          Concat(before.empty() ? "-" : before, " -> ", after.empty() ? std::string_view("-") : after));
    }
  }
  // What only one of two sets holds: "+ new", "- gone".
  void Compare(std::string_view field, const std::set<std::string>& before,
               const std::set<std::string>& after) {
    for (const std::string& item : before) {
      if (after.count(item) == 0) Add(field, Concat("- ", item));
    }
    for (const std::string& item : after) {
      if (before.count(item) == 0) Add(field, Concat("+ ", item));
    }
  }
  std::string Take() { return std::move(text_); }

 private:
  void Add(std::string_view field, const std::string& what) {
    AppendTo(text_, text_.empty() ? "" : "; ", field, ": ", what);
  }
  std::string text_;
};

std::set<std::string> ThresholdTexts(const Listing& listing) {
  std::set<std::string> out;
  for (const Threshold& t : listing.thresholds) {
    out.insert(Concat(t.quantity, " ", t.unit, t.window.empty() ? "" : " a ", t.window, ", ",
                      TrafficName(t.traffic), " (", t.citation, ")"));
  }
  return out;
}

std::set<std::string> Countries(const Listing& listing) {
  return {listing.counterparts.begin(), listing.counterparts.end()};
}

std::string LimitText(const Listing& listing) {
  return listing.mixture_limit ? Concat(*listing.mixture_limit, " %") : std::string();
}

std::string DifferencesOf(const Listing& a, const Listing& b) {
  Differences out;
  out.Compare("subject", a.subject, b.subject);
  out.Compare("instrument", a.instrument, b.instrument);
  out.Compare("schedule", a.schedule, b.schedule);
  out.Compare("severity", SeverityName(a.severity), SeverityName(b.severity));
  out.Compare("next_step", a.next_step, b.next_step);
  out.Compare("scope", FormatScopes(a.scope), FormatScopes(b.scope));
  out.Compare("scope_text", a.scope_text, b.scope_text);
  out.Compare("in_force_from", DayText(a.in_force_from, "open"), DayText(b.in_force_from, "open"));
  out.Compare("from_evidence", DateEvidenceName(a.from_evidence), DateEvidenceName(b.from_evidence));
  out.Compare("in_force_to", DayText(a.in_force_to, ""), DayText(b.in_force_to, ""));
  if (a.in_force_to && b.in_force_to) {
    out.Compare("to_evidence", DateEvidenceName(a.to_evidence), DateEvidenceName(b.to_evidence));
  }
  out.Compare("direction", DirectionName(a.direction), DirectionName(b.direction));
  out.Compare("counterparts", Countries(a), Countries(b));
  out.Compare("mixture_limit", LimitText(a), LimitText(b));
  out.Compare("goods_code", a.goods_code, b.goods_code);
  out.Compare("citation", a.citation, b.citation);
  out.Compare("source", a.source, b.source);
  out.Compare("note", a.note, b.note);
  out.Compare("threshold", ThresholdTexts(a), ThresholdTexts(b));
  return out.Take();
}

std::set<std::string> NameTexts(const Substance& substance) {
  std::set<std::string> out;
  for (const SubstanceName& n : substance.names) {
    out.insert(Concat(n.text, " (", n.language, ", ", n.kind, ", ", n.certainty, ")"));
  }
  return out;
}

std::set<std::string> FormTexts(const Substance& substance) {
  std::set<std::string> out;
  for (const SubstanceForm& f : substance.forms) {
    out.insert(Concat(f.name, " (", f.kind, f.cas_rn.empty() ? "" : ", ", f.cas_rn,
                      f.smiles.empty() ? "" : ", ", f.smiles, ")"));
  }
  return out;
}

std::set<std::string> IdentifierTexts(const Substance& substance) {
  std::set<std::string> out;
  for (const SubstanceIdentifier& i : substance.identifiers) {
    out.insert(Concat(i.kind, " ", i.value, " (", i.certainty, ")"));
  }
  return out;
}

std::string DifferencesOf(const Substance& a, const Substance& b) {
  Differences out;
  out.Compare("name", a.name, b.name);
  out.Compare("cas_rn", a.cas_rn, b.cas_rn);
  out.Compare("smiles", a.smiles, b.smiles);
  out.Compare("stereo", a.racemic ? "racemic" : "as-drawn", b.racemic ? "racemic" : "as-drawn");
  out.Compare("formula", a.formula, b.formula);
  out.Compare("systematic_name", a.systematic_name, b.systematic_name);
  out.Compare("source", a.source, b.source);
  out.Compare("name", NameTexts(a), NameTexts(b));
  out.Compare("form", FormTexts(a), FormTexts(b));
  out.Compare("identifier", IdentifierTexts(a), IdentifierTexts(b));
  return out.Take();
}

SubstanceChange Change(ListingChange::Kind kind, const Substance& substance) {
  return {kind, substance.id, substance.name, ""};
}

// By id: the rows of `after` that are new or changed, then those that are gone.
template <typename Result, typename Row>
std::vector<Result> Compare(const std::vector<Row>& before, const std::vector<Row>& after) {
  std::vector<Result> out;
  std::map<std::string_view, const Row*> gone;
  for (const Row& row : before) gone[row.id] = &row;
  for (const Row& row : after) {
    const auto it = gone.find(row.id);
    if (it == gone.end()) {
      out.push_back(Change(ListingChange::Kind::kAdded, row));
      continue;
    }
    if (std::string what = DifferencesOf(*it->second, row); !what.empty()) {
      out.push_back(Change(ListingChange::Kind::kChanged, row));
      out.back().what = std::move(what);
    }
    gone.erase(it);
  }
  for (const Row& row : before) {
    if (gone.count(row.id) > 0) out.push_back(Change(ListingChange::Kind::kRemoved, row));
  }
  return out;
}

}  // namespace

std::string_view ChangeName(ListingChange::Kind kind) {
  switch (kind) {
    case ListingChange::Kind::kBegins:
      return "begins";
    case ListingChange::Kind::kEnds:
      return "ends";
    case ListingChange::Kind::kAdded:
      return "added";
    case ListingChange::Kind::kRemoved:
      return "removed";
    case ListingChange::Kind::kChanged:
      return "changed";
  }
  return "";
}

std::vector<ListingChange> ChangesBetween(const Database& database, Date from, Date to) {
  std::vector<ListingChange> out;
  for (const Listing& listing : database.listings()) {
    if (listing.in_force_from && *listing.in_force_from > from && *listing.in_force_from <= to) {
      out.push_back(Change(ListingChange::Kind::kBegins, listing));
      out.back().day = listing.in_force_from;
    }
    if (listing.in_force_to && *listing.in_force_to >= from && *listing.in_force_to < to) {
      out.push_back(Change(ListingChange::Kind::kEnds, listing));
      out.back().day = listing.in_force_to;
    }
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const ListingChange& a, const ListingChange& b) { return *a.day < *b.day; });
  return out;
}

std::vector<ListingChange> ChangesBetween(const Database& before, const Database& after) {
  return Compare<ListingChange>(before.listings(), after.listings());
}

std::vector<SubstanceChange> SubstanceChangesBetween(const Database& before, const Database& after) {
  return Compare<SubstanceChange>(before.substances(), after.substances());
}

ContentDifference DifferenceBetween(const DatabaseContent& before, const DatabaseContent& after) {
  ContentDifference out;
  const auto touch = [&](const Listing& listing) {
    (listing.subject_kind == SubjectKind::kClass ? out.classes : out.substances).insert(listing.subject);
  };
  std::map<std::string, const Listing*> old_listings;
  for (const Listing& listing : before.listings) old_listings.emplace(DigestOf(listing), &listing);
  for (const Listing& listing : after.listings) {
    if (old_listings.erase(DigestOf(listing)) == 0) touch(listing);
  }
  for (const auto& [digest, listing] : old_listings) touch(*listing);

  for (size_t i = 0; i < std::max(before.substances.size(), after.substances.size()); ++i) {
    const bool both = i < before.substances.size() && i < after.substances.size();
    if (both && DigestOf(before.substances[i]) == DigestOf(after.substances[i])) continue;
    out.rows_of_substances = true;
    for (const DatabaseContent* content : {&before, &after}) {
      if (i < content->substances.size()) out.substances.insert(content->substances[i].id);
    }
    out.other = out.other || i >= after.substances.size() ||
                (both && before.substances[i].id != after.substances[i].id);
  }

  std::map<std::string, std::string> old_instruments;
  for (const Instrument& instrument : before.instruments) {
    old_instruments.emplace(instrument.id, DigestOf(instrument));
  }
  size_t kept = 0;
  for (const Instrument& instrument : after.instruments) {
    const auto old_one = old_instruments.find(instrument.id);
    if (old_one == old_instruments.end()) continue;  // only its own listings cite it
    ++kept;
    out.other = out.other || old_one->second != DigestOf(instrument);
  }
  const auto same_component = [](const ComponentRow& a, const ComponentRow& b) {
    return a.name == b.name && a.kind == b.kind && a.smiles == b.smiles;
  };
  const auto same_code = [](const GoodsCode& a, const GoodsCode& b) {
    return a.code == b.code && a.edition == b.edition && a.substance == b.substance &&
           a.certainty == b.certainty;
  };
  const bool same = kept == before.instruments.size() && before.territories == after.territories &&
                    std::equal(before.components.begin(), before.components.end(), after.components.begin(),
                               after.components.end(), same_component) &&
                    std::equal(before.goods_codes.begin(), before.goods_codes.end(),
                               after.goods_codes.begin(), after.goods_codes.end(), same_code);
  out.other = out.other || !same;
  return out;
}

}  // namespace tidewaiter
