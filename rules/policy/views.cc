#include "rules/policy/views.h"

namespace tidewaiter::policy {
namespace {

int64_t Length(RowRange range) { return range.second - range.first; }

int64_t HasBasis(const HitFact& hit, HitBasis basis) {
  return (hit.basis & static_cast<uint8_t>(basis)) != 0 ? 1 : 0;
}

// A licence of this line covers the hit's subject.
int64_t IsCovered(const BatchIndex& b, const HitFact& hit) {
  for (auto [at, end] = b.LicencesOf(hit.row); at < end; ++at) {
    const LicenceFact& licence = b.facts().licences[at];
    if (licence.state == LicenceState::kCovered && licence.kind == "licence" &&
        licence.hit_subject == hit.subject) {
      return 1;
    }
  }
  return 0;
}

// The listings of a line's hits stand one after the other.
RowRange ListingsOfLine(const BatchIndex& b, uint32_t row) {
  const RowRange hits = b.HitsOf(row);
  if (hits.first == hits.second) return {0, 0};
  return {b.ListingsOf(hits.first).first, b.ListingsOf(hits.second - 1).second};
}

View LineView() {
  View view;
  view.name = "line";
  view.size = [](const BatchIndex& b) { return static_cast<uint32_t>(b.facts().lines.size()); };
  view.columns = {
      {"row", [](const BatchIndex&, uint32_t r) { return Cell::Integer(static_cast<int64_t>(r)); }},
      {"file", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().lines[r].file); }},
      {"line", [](const BatchIndex& b,
                  uint32_t r) { return Cell::Integer(static_cast<int64_t>(b.facts().lines[r].line)); }},
      {"record", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().lines[r].record_id); }},
      {"consignment",
       [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().lines[r].consignment); }},
      {"day", [](const BatchIndex& b, uint32_t r) { return Cell::Integer(b.facts().lines[r].day); }},
      {"description",
       [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().lines[r].description); }},
      {"hs_code", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().lines[r].hs_code); }},
      {"hs_chapter", [](const BatchIndex& b,
                        uint32_t r) { return Cell::Integer(HsChapterOf(b.facts().lines[r].hs_code)); }},
      {"hs_heading", [](const BatchIndex& b,
                        uint32_t r) { return Cell::Integer(HsHeadingOf(b.facts().lines[r].hs_code)); }},
      {"hs_edition",
       [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().lines[r].hs_edition); }},
      {"end_use", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().lines[r].end_use); }},
      {"end_use_asked",
       [](const BatchIndex& b, uint32_t r) {
         return Cell::Integer(static_cast<int64_t>(b.facts().lines[r].end_use_asked));
       }},
      {"mass_state", [](const BatchIndex& b,
                        uint32_t r) { return Cell::Text(AmountStateName(b.facts().lines[r].mass_state)); }},
      {"net_grams",
       [](const BatchIndex& b, uint32_t r) { return Cell::Integer(b.facts().lines[r].net_grams); }},
      {"gross_grams",
       [](const BatchIndex& b, uint32_t r) { return Cell::Integer(b.facts().lines[r].gross_grams); }},
      {"volume_state",
       [](const BatchIndex& b, uint32_t r) {
         return Cell::Text(AmountStateName(b.facts().lines[r].volume_state));
       }},
      {"millilitres",
       [](const BatchIndex& b, uint32_t r) { return Cell::Integer(b.facts().lines[r].millilitres); }},
      {"quantity", [](const BatchIndex& b, uint32_t r) { return Cell::Real(b.facts().lines[r].quantity); }},
      {"unit", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().lines[r].unit); }},
      {"unit_understood",
       [](const BatchIndex& b, uint32_t r) {
         return Cell::Integer(static_cast<int64_t>(b.facts().lines[r].unit_understood));
       }},
      {"packages",
       [](const BatchIndex& b, uint32_t r) { return Cell::Integer(b.facts().lines[r].packages); }},
      {"value_state", [](const BatchIndex& b,
                         uint32_t r) { return Cell::Text(AmountStateName(b.facts().lines[r].value_state)); }},
      {"value_cents",
       [](const BatchIndex& b, uint32_t r) { return Cell::Integer(b.facts().lines[r].value_cents); }},
      {"currency", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().lines[r].currency); }},
      {"consignor", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().lines[r].consignor); }},
      {"consignee", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().lines[r].consignee); }},
      {"notify", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().lines[r].notify); }},
      {"consignor_key",
       [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().lines[r].consignor_key); }},
      {"consignee_key",
       [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().lines[r].consignee_key); }},
      {"consignor_address_key",
       [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().lines[r].consignor_address_key); }},
      {"consignee_address_key",
       [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().lines[r].consignee_address_key); }},
      {"consignor_phone_key",
       [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().lines[r].consignor_phone_key); }},
      {"consignee_phone_key",
       [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().lines[r].consignee_phone_key); }},
      {"origin", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().lines[r].origin); }},
      {"dispatch", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().lines[r].dispatch); }},
      {"transit", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().lines[r].transit); }},
      {"destination",
       [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().lines[r].destination); }},
      {"mode", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().lines[r].mode); }},
      {"channel", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().lines[r].channel); }},
      {"vague", [](const BatchIndex& b, uint32_t r) { return Cell::Real(b.facts().lines[r].vague); }},
      {"vague_phrase",
       [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().lines[r].vague_phrase); }},
      {"names_chemical",
       [](const BatchIndex& b, uint32_t r) {
         return Cell::Integer(static_cast<int64_t>(b.facts().lines[r].names_chemical));
       }},
      {"consignment_row",
       [](const BatchIndex& b, uint32_t r) {
         return Cell::Integer(static_cast<int64_t>(b.ConsignmentRow(r)));
       }},
      {"hits", [](const BatchIndex& b,
                  uint32_t r) { return Cell::Integer(static_cast<int64_t>(Length(b.HitsOf(r)))); }},
      {"watches", [](const BatchIndex& b,
                     uint32_t r) { return Cell::Integer(static_cast<int64_t>(Length(b.WatchesOf(r)))); }},
      {"licences", [](const BatchIndex& b,
                      uint32_t r) { return Cell::Integer(static_cast<int64_t>(Length(b.LicencesOf(r)))); }},
  };
  view.keys[0] = {0, [](const BatchIndex& b) { return static_cast<uint32_t>(b.facts().lines.size()); },
                  [](const BatchIndex&, uint32_t key) { return RowRange(key, key + 1); }};
  return view;
}

View HitView() {
  View view;
  view.name = "hit";
  view.size = [](const BatchIndex& b) { return static_cast<uint32_t>(b.facts().hits.size()); };
  view.columns = {
      {"hit", [](const BatchIndex&, uint32_t r) { return Cell::Integer(static_cast<int64_t>(r)); }},
      {"row", [](const BatchIndex& b,
                 uint32_t r) { return Cell::Integer(static_cast<int64_t>(b.facts().hits[r].row)); }},
      {"subject_kind",
       [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().hits[r].subject_kind); }},
      {"subject", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().hits[r].subject); }},
      {"name", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().hits[r].name); }},
      {"rule", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().hits[r].rule); }},
      {"relation", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().hits[r].relation); }},
      {"certainty", [](const BatchIndex& b, uint32_t r) { return Cell::Real(b.facts().hits[r].certainty); }},
      {"severity",
       [](const BatchIndex& b, uint32_t r) {
         return Cell::Integer(static_cast<int64_t>(b.facts().hits[r].severity));
       }},
      {"in_force",
       [](const BatchIndex& b, uint32_t r) {
         return Cell::Integer(static_cast<int64_t>(b.facts().hits[r].in_force));
       }},
      {"by_text",
       [](const BatchIndex& b, uint32_t r) {
         return Cell::Integer(static_cast<int64_t>(HasBasis(b.facts().hits[r], HitBasis::kText)));
       }},
      {"by_structure",
       [](const BatchIndex& b, uint32_t r) {
         return Cell::Integer(static_cast<int64_t>(HasBasis(b.facts().hits[r], HitBasis::kStructure)));
       }},
      {"by_code",
       [](const BatchIndex& b, uint32_t r) {
         return Cell::Integer(static_cast<int64_t>(HasBasis(b.facts().hits[r], HitBasis::kHsCode)));
       }},
      {"hs_codes", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().hits[r].hs_codes); }},
      {"covered",
       [](const BatchIndex& b, uint32_t r) { return Cell::Integer(IsCovered(b, b.facts().hits[r])); }},
      {"consignment_grams",
       [](const BatchIndex& b, uint32_t r) { return Cell::Integer(b.ConsignmentSum(r).grams); }},
      {"consignment_millilitres",
       [](const BatchIndex& b, uint32_t r) { return Cell::Integer(b.ConsignmentSum(r).millilitres); }},
  };
  view.keys[0] = {0, [](const BatchIndex& b) { return static_cast<uint32_t>(b.facts().hits.size()); },
                  [](const BatchIndex&, uint32_t key) { return RowRange(key, key + 1); }};
  view.keys[1] = {1, [](const BatchIndex& b) { return static_cast<uint32_t>(b.facts().lines.size()); },
                  [](const BatchIndex& b, uint32_t key) { return b.HitsOf(key); }};
  return view;
}

View ListingView() {
  View view;
  view.name = "listing";
  view.size = [](const BatchIndex& b) { return static_cast<uint32_t>(b.facts().listings.size()); };
  view.columns = {
      {"hit", [](const BatchIndex& b,
                 uint32_t r) { return Cell::Integer(static_cast<int64_t>(b.facts().listings[r].hit)); }},
      {"row",
       [](const BatchIndex& b, uint32_t r) {
         return Cell::Integer(static_cast<int64_t>(b.facts().hits[b.facts().listings[r].hit].row));
       }},
      {"listing", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().listings[r].listing); }},
      {"jurisdiction",
       [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().listings[r].jurisdiction); }},
      {"instrument",
       [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().listings[r].instrument); }},
      {"schedule",
       [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().listings[r].schedule); }},
      {"severity",
       [](const BatchIndex& b, uint32_t r) {
         return Cell::Integer(static_cast<int64_t>(b.facts().listings[r].severity));
       }},
      {"in_force",
       [](const BatchIndex& b, uint32_t r) {
         return Cell::Integer(static_cast<int64_t>(b.facts().listings[r].in_force));
       }},
      {"first_day",
       [](const BatchIndex& b, uint32_t r) { return Cell::Integer(b.facts().listings[r].first_day); }},
      {"last_day",
       [](const BatchIndex& b, uint32_t r) { return Cell::Integer(b.facts().listings[r].last_day); }},
      {"threshold_grams",
       [](const BatchIndex& b, uint32_t r) { return Cell::Integer(b.facts().listings[r].threshold_grams); }},
      {"threshold_millilitres",
       [](const BatchIndex& b, uint32_t r) {
         return Cell::Integer(b.facts().listings[r].threshold_millilitres);
       }},
      {"window", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().listings[r].window); }},
      {"window_first_day",
       [](const BatchIndex& b, uint32_t r) { return Cell::Integer(b.facts().listings[r].window_first_day); }},
      {"window_last_day",
       [](const BatchIndex& b, uint32_t r) { return Cell::Integer(b.facts().listings[r].window_last_day); }},
  };
  view.keys[0] = {0, [](const BatchIndex& b) { return static_cast<uint32_t>(b.facts().hits.size()); },
                  [](const BatchIndex& b, uint32_t key) { return b.ListingsOf(key); }};
  view.keys[1] = {1, [](const BatchIndex& b) { return static_cast<uint32_t>(b.facts().lines.size()); },
                  [](const BatchIndex& b, uint32_t key) { return ListingsOfLine(b, key); }};
  return view;
}

View ConsignmentView() {
  View view;
  view.name = "consignment";
  view.size = [](const BatchIndex& b) { return static_cast<uint32_t>(b.consignments().size()); };
  view.columns = {
      {"consignment", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.consignments()[r].number); }},
      {"row", [](const BatchIndex& b,
                 uint32_t r) { return Cell::Integer(static_cast<int64_t>(b.consignments()[r].row)); }},
      {"lines", [](const BatchIndex& b, uint32_t r) { return Cell::Integer(b.consignments()[r].lines); }},
      {"hits", [](const BatchIndex& b, uint32_t r) { return Cell::Integer(b.consignments()[r].hits); }},
      {"subjects",
       [](const BatchIndex& b, uint32_t r) { return Cell::Integer(b.consignments()[r].subjects); }},
      {"net_grams",
       [](const BatchIndex& b, uint32_t r) { return Cell::Integer(b.consignments()[r].net_grams); }},
      {"gross_grams",
       [](const BatchIndex& b, uint32_t r) { return Cell::Integer(b.consignments()[r].gross_grams); }},
      {"millilitres",
       [](const BatchIndex& b, uint32_t r) { return Cell::Integer(b.consignments()[r].millilitres); }},
      {"value_cents",
       [](const BatchIndex& b, uint32_t r) { return Cell::Integer(b.consignments()[r].value_cents); }},
      {"unknown_amounts",
       [](const BatchIndex& b, uint32_t r) { return Cell::Integer(b.consignments()[r].unknown_amounts); }},
      {"chapters",
       [](const BatchIndex& b, uint32_t r) { return Cell::Integer(b.consignments()[r].chapters); }},
      {"currencies",
       [](const BatchIndex& b, uint32_t r) { return Cell::Integer(b.consignments()[r].currencies); }},
  };
  return view;
}

View TogetherView() {
  View view;
  view.name = "together";
  view.size = [](const BatchIndex& b) { return static_cast<uint32_t>(b.together().size()); };
  view.columns = {
      {"consignment_row",
       [](const BatchIndex& b, uint32_t r) {
         return Cell::Integer(static_cast<int64_t>(b.ConsignmentRow(b.together()[r])));
       }},
      {"row",
       [](const BatchIndex& b, uint32_t r) { return Cell::Integer(static_cast<int64_t>(b.together()[r])); }},
  };
  view.keys[0] = {0, [](const BatchIndex& b) { return static_cast<uint32_t>(b.facts().lines.size()); },
                  [](const BatchIndex& b, uint32_t key) { return b.TogetherOf(key); }};
  return view;
}

View PartyView() {
  View view;
  view.name = "party";
  view.size = [](const BatchIndex& b) { return static_cast<uint32_t>(b.parties().size()); };
  view.columns = {
      {"row", [](const BatchIndex& b,
                 uint32_t r) { return Cell::Integer(static_cast<int64_t>(b.parties()[r].row)); }},
      {"role", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.parties()[r].role); }},
      {"name", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.parties()[r].name); }},
      {"key", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.parties()[r].key); }},
      {"address_key", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.parties()[r].address_key); }},
      {"phone_key", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.parties()[r].phone_key); }},
      {"country", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.parties()[r].country); }},
  };
  view.keys[0] = {0, [](const BatchIndex& b) { return static_cast<uint32_t>(b.facts().lines.size()); },
                  [](const BatchIndex& b, uint32_t key) { return b.PartiesOf(key); }};
  return view;
}

View WatchView() {
  View view;
  view.name = "watch";
  view.size = [](const BatchIndex& b) { return static_cast<uint32_t>(b.facts().watches.size()); };
  view.columns = {
      {"row", [](const BatchIndex& b,
                 uint32_t r) { return Cell::Integer(static_cast<int64_t>(b.facts().watches[r].row)); }},
      {"role", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().watches[r].role); }},
      {"list", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().watches[r].list); }},
      {"entry", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().watches[r].entry); }},
      {"name", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().watches[r].name); }},
      {"score", [](const BatchIndex& b, uint32_t r) { return Cell::Real(b.facts().watches[r].score); }},
      {"reason", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().watches[r].reason); }},
  };
  view.keys[0] = {0, [](const BatchIndex& b) { return static_cast<uint32_t>(b.facts().lines.size()); },
                  [](const BatchIndex& b, uint32_t key) { return b.WatchesOf(key); }};
  return view;
}

View LicenceView() {
  View view;
  view.name = "licence";
  view.size = [](const BatchIndex& b) { return static_cast<uint32_t>(b.facts().licences.size()); };
  view.columns = {
      {"row", [](const BatchIndex& b,
                 uint32_t r) { return Cell::Integer(static_cast<int64_t>(b.facts().licences[r].row)); }},
      {"kind", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().licences[r].kind); }},
      {"licence", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().licences[r].licence); }},
      {"holder", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().licences[r].holder); }},
      {"substance",
       [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().licences[r].substance); }},
      {"substance_name",
       [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().licences[r].substance_name); }},
      {"hit_subject",
       [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.facts().licences[r].hit_subject); }},
      {"by_volume",
       [](const BatchIndex& b, uint32_t r) {
         return Cell::Integer(static_cast<int64_t>(b.facts().licences[r].by_volume));
       }},
      {"permitted_grams",
       [](const BatchIndex& b, uint32_t r) { return Cell::Integer(b.facts().licences[r].permitted_grams); }},
      {"used_grams",
       [](const BatchIndex& b, uint32_t r) { return Cell::Integer(b.facts().licences[r].used_grams); }},
      {"first_day",
       [](const BatchIndex& b, uint32_t r) { return Cell::Integer(b.facts().licences[r].first_day); }},
      {"last_day",
       [](const BatchIndex& b, uint32_t r) { return Cell::Integer(b.facts().licences[r].last_day); }},
      {"state", [](const BatchIndex& b,
                   uint32_t r) { return Cell::Text(LicenceStateName(b.facts().licences[r].state)); }},
  };
  view.keys[0] = {0, [](const BatchIndex& b) { return static_cast<uint32_t>(b.facts().lines.size()); },
                  [](const BatchIndex& b, uint32_t key) { return b.LicencesOf(key); }};
  return view;
}

View RunView() {
  View view;
  view.name = "run";
  view.size = [](const BatchIndex&) { return 1u; };
  view.columns = {
      {"has_ledger", [](const BatchIndex& b,
                        uint32_t) { return Cell::Integer(static_cast<int64_t>(b.facts().has_ledger)); }},
      {"has_licences", [](const BatchIndex& b,
                          uint32_t) { return Cell::Integer(static_cast<int64_t>(b.facts().has_licences)); }},
      {"has_watchlist",
       [](const BatchIndex& b, uint32_t) {
         return Cell::Integer(static_cast<int64_t>(b.facts().has_watchlist));
       }},
  };
  return view;
}

View HsView() {
  View view;
  view.name = "hs";
  view.size = [](const BatchIndex& b) { return static_cast<uint32_t>(b.codes().chapters().size()); };
  view.columns = {
      {"chapter",
       [](const BatchIndex& b, uint32_t r) {
         return Cell::Integer(static_cast<int64_t>(b.codes().chapters()[r].chapter));
       }},
      {"title", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.codes().chapters()[r].title); }},
      {"goods", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.codes().chapters()[r].goods); }},
  };
  return view;
}

View CountryGroupView() {
  View view;
  view.name = "country_group";
  view.size = [](const BatchIndex& b) { return static_cast<uint32_t>(b.codes().groups().size()); };
  view.columns = {
      {"name", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.codes().groups()[r].name); }},
      {"country", [](const BatchIndex& b, uint32_t r) { return Cell::Text(b.codes().groups()[r].country); }},
  };
  return view;
}

}  // namespace

const std::vector<View>& Views() {
  static const std::vector<View>* const views = new std::vector<View>{
      LineView(),  HitView(),     ListingView(), ConsignmentView(), TogetherView(),    PartyView(),
      WatchView(), LicenceView(), RunView(),     HsView(),          CountryGroupView()};
  return *views;
}

const View* FindView(std::string_view name) {
  for (const View& view : Views()) {
    if (view.name == name) return &view;
  }
  return nullptr;
}

}  // namespace tidewaiter::policy
