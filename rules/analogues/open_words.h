// Words of law that no structure decides: "derivatives", "analogues", "substantially similar in chemical
// structure". They are told as advice and never applied (docs/analogues.md).
#pragma once

#include <map>
#include <string>
#include <utility>

#include "absl/status/statusor.h"

#include "chemdb/law/listing.h"

namespace tidewaiter {

class OpenWords {
 public:
  // The table of data/, of acts that have such words for whole schedules. InvalidArgument when it does not
  // hold.
  static absl::StatusOr<OpenWords> Load();

  // The open words that may reach beyond `listing`: those of its scope ("derivatives and analogues"), and
  // those of the act it stands in (21 U.S.C. 802(32): "substantially similar" ...). Empty when there are
  // none.
  std::string Of(const Listing& listing) const;
  // Whether they speak of analogues.
  bool SpeakOfAnalogues(const Listing& listing) const;

 private:
  std::map<std::pair<std::string, std::string>, std::string> acts_;  // instrument and schedule -> words
};

}  // namespace tidewaiter
