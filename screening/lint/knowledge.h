// What the database knows of substances, arranged for checking lists: by number, by name, by structure.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "chemdb/store/database.h"

namespace tidewaiter {

// Indices into Database::substances(); empty = not known.
using Substances = std::set<size_t>;

// What a row's drawing is compared by. No tautomers are made of it: those of the known substances are.
struct RowStructure {
  std::string formula;   // Hill, of the whole drawing
  std::string flat_key;  // of the main component
  std::string key;       // of all components with stereo
};
// InvalidArgument when it is not a structure.
absl::StatusOr<RowStructure> ReadRowStructure(std::string_view smiles);

class SubstanceKnowledge {
 public:
  explicit SubstanceKnowledge(std::shared_ptr<const Database> database);

  // The substance itself, or one of its salts, hydrates or isomers.
  Substances ByCasRn(std::string_view cas_rn) const;
  // Every substance that is called so, whatever stands between letters; only names that mean it with a
  // certainty of 0.9 at least.
  Substances ByName(std::string_view name) const;
  // Those whose main component, or a tautomer of it, is that of `structure`; stereo does not count.
  Substances ByStructure(const RowStructure& structure);

  const Substance& substance(size_t index) const { return database_->substances()[index]; }
  // "4-ANPP" or "4-ANPP or NPP".
  std::string NamesOf(const Substances& substances) const;
  // Its own CAS RN and those of its forms, for people.
  std::string CasRnsOf(const Substances& substances) const;
  bool HasCasRn(const Substances& substances) const;
  bool HasStructure(const Substances& substances) const;
  // The HS subheadings (six digits) under which law or nomenclature names them.
  const std::set<std::string>& CodesOf(size_t substance) const { return codes_[substance]; }

 private:
  std::shared_ptr<const Database> database_;
  std::map<std::string, Substances, std::less<>> by_cas_rn_, by_name_, by_flat_key_;
  std::vector<std::set<std::string>> codes_;
  bool structures_read_ = false;
};

}  // namespace tidewaiter
