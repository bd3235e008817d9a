// A dictionary small enough to read, and a shorter way to ask.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "screening/identify/text_identifier.h"

namespace tidewaiter::testing {

enum SmallSubstance : uint32_t {
  kAnpp,
  k4Ap,
  kBoc4Ap,
  kEphedrine,
  kPseudoephedrine,
  kNorephedrine,
  kAcetone,
  kToluene,
  kPiperidine,
  kEthylEther,
  kBenzaldehyde,
  kPhenylaceticAcid,
  kAnthranilicAcid,
  kPermanganate,
  kGbl,
  kP2p,
  kPmk,
  kEthylamine,
  kSafrole,
  kIsosafrole,
  kSulphuricAcid,
  kIodine,
  kAceticAnhydride,
  kPiperonal,
  kPiperidone,
  kMdp2p,
  kButanediol,
  kNpp
};

inline Dictionary SmallDictionary() {
  Dictionary d;
  const auto name = [&](uint32_t s, const char* text, const char* kind = "name", double certainty = 1) {
    d.names.push_back({s, -1, text, kind, certainty});
  };
  const auto cas = [&](uint32_t s, const char* number) { d.cas_rns.push_back({s, -1, number}); };
  name(kAnpp, "4-anilino-N-phenethylpiperidine");
  name(kAnpp, "4-ANPP", "abbreviation");
  name(kAnpp, "4-苯胺基-N-苯乙基哌啶");
  cas(kAnpp, "21409-26-7");
  name(k4Ap, "4-anilinopiperidine");
  name(k4Ap, "4-AP", "abbreviation", 0.3);
  name(k4Ap, "N-phenylpiperidin-4-amine", "systematic");
  cas(k4Ap, "23056-29-3");
  name(kBoc4Ap, "1-boc-4-AP", "abbreviation");
  name(kEphedrine, "ephedrine");
  name(kEphedrine, "efedrina");
  name(kEphedrine, "éphédrine");
  name(kEphedrine, "ephedrin");
  name(kEphedrine, "эфедрин");
  name(kEphedrine, "麻黄碱");
  d.names.push_back({kEphedrine, 0, "(+)-ephedrine", "isomer", 1});
  d.names.push_back({kEphedrine, 1, "ephedrine hydrochloride", "salt", 1});
  cas(kEphedrine, "299-42-3");
  d.cas_rns.push_back({kEphedrine, 1, "50-98-6"});
  name(kPseudoephedrine, "pseudoephedrine");
  name(kPseudoephedrine, "伪麻黄碱");
  cas(kPseudoephedrine, "90-82-4");
  name(kNorephedrine, "norephedrine");
  name(kAcetone, "acetone");
  name(kAcetone, "propan-2-one", "systematic");
  name(kAcetone, "acetona");
  name(kAcetone, "ацетон");
  name(kAcetone, "丙酮");
  cas(kAcetone, "67-64-1");
  name(kToluene, "toluene");
  name(kToluene, "甲苯");
  cas(kToluene, "108-88-3");
  name(kPiperidine, "piperidine");
  name(kPiperidine, "哌啶");
  name(kEthylEther, "ethyl ether");
  name(kEthylEther, "diethyl ether");
  name(kEthylEther, "éter etílico");
  name(kBenzaldehyde, "benzaldehyde");
  name(kPhenylaceticAcid, "phenylacetic acid");
  name(kPhenylaceticAcid, "苯乙酸");
  name(kAnthranilicAcid, "anthranilic acid");
  name(kPermanganate, "potassium permanganate");
  name(kGbl, "gamma-butyrolactone");
  name(kGbl, "GBL", "abbreviation", 0.6);
  name(kP2p, "P-2-P", "abbreviation", 0.9);
  name(kP2p, "phenylacetone");
  name(kPmk, "PMK", "abbreviation", 0.5);
  name(kEthylamine, "EA", "abbreviation", 0.05);
  name(kSafrole, "safrole");
  name(kIsosafrole, "isosafrole");
  name(kSulphuricAcid, "sulphuric acid");
  name(kSulphuricAcid, "硫酸");
  name(kIodine, "iodine");
  name(kIodine, "碘");
  name(kAceticAnhydride, "acetic anhydride");
  name(kPiperonal, "piperonal");
  name(kPiperidone, "4-piperidone");
  name(kMdp2p, "3,4-MDP-2-P", "abbreviation");
  name(kMdp2p, "1-(1,3-benzodioxol-5-yl)propan-2-one", "systematic");
  name(kButanediol, "1,4-butanediol");
  name(kNpp, "NPP", "abbreviation", 0.3);
  return d;
}

inline const TextIdentifier& SmallIdentifier() {
  static const auto* const identifier =
      new std::unique_ptr<const TextIdentifier>(*TextIdentifier::Build(SmallDictionary()));
  return **identifier;
}

inline std::vector<Candidate> Find(std::string_view text, std::string_view hs_code = "") {
  TextIdentifier::Scratch scratch;
  std::vector<Candidate> out;
  SmallIdentifier().Identify(text, {hs_code}, scratch, out);
  return out;
}

// "substance:matched text" of each candidate, for short expectations.
inline std::vector<std::pair<uint32_t, std::string>> Found(std::string_view text,
                                                           std::string_view hs_code = "") {
  std::vector<std::pair<uint32_t, std::string>> out;
  for (const Candidate& c : Find(text, hs_code)) {
    out.emplace_back(c.substance, std::string(text.substr(c.start, c.end - c.start)));
  }
  return out;
}

}  // namespace tidewaiter::testing
