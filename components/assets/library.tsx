"use client";

import { leastRoleWith } from "#lib/people/rules/can.ts";
import { useMe } from "#components/people/me-provider.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageTitle } from "#components/ui/page-title.tsx";
import { AssetList } from "./asset-list.tsx";
import type { AssetPage } from "./merge-assets.ts";
import { DropCard } from "./uploads/drop-card.tsx";
import { UploadList } from "./uploads/upload-list.tsx";

/** The page of all pictures: put some in, see how they are. */
export function Library({ initial, origin }: { initial: AssetPage | null; origin: string }) {
  const me = useMe();
  const mayUpload = me.rights.includes("asset.upload");
  return (
    <>
      <PageTitle title="Assets" />
      {mayUpload ? (
        <DropCard />
      ) : (
        <Notice tone="calm" title={`Your role (${me.role}) may look, but not upload.`}>
          Ask an admin for the role “{leastRoleWith("asset.upload")}” if you need to.
        </Notice>
      )}
      <UploadList />
      <AssetList initial={initial} origin={origin} mayUpload={mayUpload} />
    </>
  );
}
