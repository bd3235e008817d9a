// Ties the names of an official row to a substance of the tables.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "chemdb/store/database.h"

namespace tidewaiter {

class NameTie {
 public:
  explicit NameTie(const DatabaseContent& content);

  struct Answer {
    std::string substance;  // id; empty when it cannot be told
    std::string why;        // then: what is missing or does not agree
  };
  // All names of one substance: the law's own and, in brackets, its chemical ones. Those that are known must
  // mean one substance; a chemical name that is known ties by structure, for the tables hold a structure for
  // it.
  // A CAS RN that is known must mean it too.
  Answer Tie(const std::vector<std::string>& names, const std::string& cas_rn = "") const;

  // The substances that are called so, with a certainty of 0.9 at least.
  const std::set<std::string>& Called(std::string_view name) const;

 private:
  std::map<std::string, std::set<std::string>, std::less<>> by_key_, by_cas_rn_;
};

}  // namespace tidewaiter
