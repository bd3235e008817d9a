#include "tests/chemdb/structure/tables.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>

#include "chemdb/base/csv_table.h"
#include "chemdb/base/status_macros.h"

namespace tidewaiter::testing {
namespace {

void Need(const absl::Status& status, std::string_view what) {
  if (status.ok()) return;
  std::cerr << what << ": " << status.ToString() << "\n";
  std::abort();
}

CsvTable ReadTable(const std::string& name) {
  auto table = CsvTable::Read(std::string(TIDEWAITER_SOURCE_DIR "/chemdb/data/") + name);
  Need(table.status(), name);
  return *std::move(table);
}

std::string Flags(const IdentityHit& hit) {
  std::string out;
  if (hit.is_tautomer) out += " tautomer";
  if (hit.is_hydrate_drawing) out += " hydrate";
  if (hit.is_ester) out += " ester";
  if (hit.is_salt) out += " salt";
  if (hit.is_solvate) out += " solvate";
  if (hit.is_isotopologue) out += " isotopes";
  if (hit.is_mixture) out += " mixture";
  switch (hit.stereo) {
    case StereoAgreement::kSame:
      break;
    case StereoAgreement::kCoveredByListed:
      out += " covered";
      break;
    case StereoAgreement::kOpenInInput:
      out += " open";
      break;
    case StereoAgreement::kEnantiomer:
      out += " enantiomer";
      break;
    case StereoAgreement::kDiastereomer:
      out += " diastereomer";
      break;
  }
  return out;
}

}  // namespace

RealTables::RealTables() {
  const CsvTable components = ReadTable("components.csv");
  for (const CsvTable::Row& row : components.rows()) {
    Need(components_.Add(components.Get(row, "name"), components.Get(row, "kind"),
                         components.Get(row, "smiles")),
         components.Get(row, "name"));
  }
  const CsvTable substances = ReadTable("substances.csv");
  std::map<std::string, uint32_t> number;
  for (const CsvTable::Row& row : substances.rows()) {
    ListedRow listed{substances.Get(row, "id"), substances.Get(row, "name"), substances.Get(row, "smiles"),
                     substances.Get(row, "stereo") == "racemic"};
    if (listed.smiles.empty()) continue;
    const auto i = static_cast<uint32_t>(substances_.size());
    number[listed.id] = i;
    Need(index_.Add(i, listed.smiles, listed.racemic, /*esters=*/true), listed.id);
    substances_.push_back(std::move(listed));
  }
  const CsvTable forms = ReadTable("forms.csv");
  for (const CsvTable::Row& row : forms.rows()) {
    if (forms.Get(row, "kind") != "hydrate" || forms.Get(row, "smiles").empty()) continue;
    Need(index_.AddHydrateDrawing(number.at(forms.Get(row, "substance")), forms.Get(row, "smiles")),
         forms.Get(row, "name"));
  }
}

const RealTables& RealTables::Get() {
  static const auto* const tables = new RealTables;
  return *tables;
}

absl::StatusOr<StandardStructure> RealTables::Standard(std::string_view text,
                                                       StructureNotation notation) const {
  TW_ASSIGN_OR_RETURN(const Molecule molecule, ParseMolecule(text, notation));
  return Standardise(molecule, components_);
}

absl::StatusOr<std::vector<IdentityHit>> RealTables::Identify(std::string_view text,
                                                              StructureNotation notation) const {
  TW_ASSIGN_OR_RETURN(const StandardStructure standard, Standard(text, notation));
  return index_.Identify(standard);
}

std::string RealTables::Summary(std::string_view text, StructureNotation notation) const {
  const auto hits = Identify(text, notation);
  if (!hits.ok()) return hits.status().ToString();
  if (hits->empty()) return "none";
  std::vector<std::string> lines;
  for (const IdentityHit& hit : *hits) lines.push_back(IdOf(hit) + Flags(hit));
  std::sort(lines.begin(), lines.end());
  std::string out;
  for (const std::string& line : lines) out += (out.empty() ? "" : "; ") + line;
  return out;
}

}  // namespace tidewaiter::testing
