-- AlterTable
ALTER TABLE "asset" ADD COLUMN     "manifest_dirty" BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex
CREATE INDEX "asset_uploaded_by_created_at_idx" ON "asset"("uploaded_by", "created_at");
